"""The place for thin bridges to other libraries; empty so far."""
