"""Thin bridges to other libraries, imported by name: datatrove; Hugging Face datasets and Ray Data (``batches``)."""
