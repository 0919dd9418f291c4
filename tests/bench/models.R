# tests/bench/models.R FILE.csv WORK: R's CPU seconds of the same work on the same file, reading not counted; the median
# of three, then the first coefficient and its error. WORK: effects (alternating demeaning by hand), logit, cox.
suppressPackageStartupMessages({ library(data.table); library(survival) })
setDTthreads(1)
words <- commandArgs(TRUE)
d <- as.data.frame(fread(words[1]))
effects <- function() {
  Y <- as.matrix(cbind(log(d$days), d[, c("miles", "age", "male", "over_20", "at_a_distance", "homes")]))
  a <- match(d$authority, sort(unique(d$authority))); y <- match(d$year, sort(unique(d$year)))
  na <- tabulate(a); ny <- tabulate(y)
  repeat {
    Y <- Y - (rowsum(Y, a) / na)[a, ]
    m <- rowsum(Y, y) / ny
    Y <- Y - m[y, ]
    if (max(abs(m)) < 1e-11) break
  }
  X <- Y[, -1]; V <- solve(crossprod(X)); b <- drop(V %*% crossprod(X, Y[, 1])); e <- Y[, 1] - drop(X %*% b)
  G <- length(na); K <- ncol(X) + length(ny)
  V <- V %*% crossprod(rowsum(X * e, a)) %*% V * (G / (G - 1)) * ((nrow(X) - 1) / (nrow(X) - K))
  c(b[1], sqrt(V[1, 1]))
}
logit <- function() {
  X <- model.matrix(~ miles + over_20 + at_a_distance + age + I(age^2) + male + placement_group + need, d)
  z <- glm.fit(X, d$breakdown, family = binomial())
  p <- z$qr
  c(z$coefficients[2], sqrt(chol2inv(p$qr[seq_len(z$rank), seq_len(z$rank)])[2, 2]))
}
cox <- function() {
  z <- coxph(Surv(days, breakdown) ~ miles + age + male + over_20 + at_a_distance + homes, d, ties = "efron",
             model = FALSE, x = FALSE, y = FALSE)
  c(coef(z)[1], sqrt(z$var[1, 1]))
}
work <- get(words[2])
s <- sapply(1:3, function(i) { t <- system.time(r <<- work()); t[[1]] + t[[2]] })
cat(sprintf("%.3f %.15g %.15g\n", median(s), r[1], r[2]))
