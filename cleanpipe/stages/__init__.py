"""The stages of the pipeline, one module each; none knows another. See ``cleanpipe.pipeline`` for their order."""
