"""DRG payment: weights, points, outliers, readmissions, rates, reviews, and the fund divided by points."""
