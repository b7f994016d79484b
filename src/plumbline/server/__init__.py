"""The office: register, review, inspections, cases and the public look-up, in a browser. Django lives here only."""
