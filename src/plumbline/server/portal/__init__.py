"""The public look-up."""
