# Figures of R (base, stats) and, where it is installed, pROC, as lines "name<TAB>source<TAB>value".
# Called by references.py, which writes the columns label, a, b to the file named first.

arguments <- commandArgs(trailingOnly = TRUE)
data <- read.csv(arguments[1])
base <- paste("R", getRversion())
say <- function(name, value, source = base) cat(sprintf("%s\t%s\t%.15g\n", name, source, value))

# rates
for (case in list(c(84, 117), c(302, 483), c(0, 20), c(117, 117), c(104, 117), c(232, 483))) {
  name <- paste(case[1], "of", case[2])
  exact <- binom.test(case[1], case[2])$conf.int
  # below 1 for all of all by rounding only
  score <- suppressWarnings(prop.test(case[1], case[2], correct = FALSE))$conf.int
  say(paste(name, "Clopper-Pearson low"), exact[1]); say(paste(name, "Clopper-Pearson high"), exact[2])
  say(paste(name, "Wilson low"), score[1]); say(paste(name, "Wilson high"), score[2])
}

# calibration of a and Platt's map: one logistic fit
logit <- qlogis(data$a)
tight <- glm.control(epsilon = 1e-14, maxit = 100)
line <- coef(glm(data$label ~ logit, family = binomial, control = tight))
say("a calibration intercept", line[1]); say("a calibration slope", line[2])
say("a calibration in the large", coef(glm(data$label ~ offset(logit), family = binomial, control = tight))[1])
say("a Platt of .23", plogis(line[1] + line[2] * qlogis(.23)))

# calls of a at .5 against those of b at .5
rightA <- (data$a >= .5) == (data$label == 1)
rightB <- (data$b >= .5) == (data$label == 1)
for (among in c("all", "malignant", "benign")) {
  kept <- if (among == "all") TRUE else data$label == (among == "malignant")
  onlyA <- sum(rightA & !rightB & kept); onlyB <- sum(rightB & !rightA & kept)
  say(paste("McNemar", among, "only a right"), onlyA); say(paste("McNemar", among, "only b right"), onlyB)
  say(paste("McNemar", among, "exact p"), binom.test(onlyA, onlyA + onlyB)$p.value)
}
say("McNemar 700 against 610 p", mcnemar.test(matrix(c(0, 610, 700, 0), 2))$p.value)
adjusted <- p.adjust(c(.03, .001, .04, .02, .8), "holm")
for (i in seq_along(adjusted)) say(paste("Holm", i), adjusted[i])

if (!requireNamespace("pROC", quietly = TRUE)) {
  cat("missing\tpROC\n")
  quit()
}
suppressPackageStartupMessages(library(pROC))
proc <- paste("pROC", packageVersion("pROC"))
rocOf <- function(label, score) roc(label, score, levels = c(0, 1), direction = "<", quiet = TRUE)
paired <- function(name, one, two) {
  test <- roc.test(one, two, method = "delong", paired = TRUE)
  say(paste(name, "Z"), test$statistic, proc); say(paste(name, "p"), test$p.value, proc)
  say(paste(name, "low"), test$conf.int[1], proc); say(paste(name, "high"), test$conf.int[2], proc)
}
delong <- function(name, curve) {
  limits <- ci.auc(curve, method = "delong")
  say(paste(name, "AUC"), limits[2], proc); say(paste(name, "DeLong low"), limits[1], proc)
  say(paste(name, "DeLong high"), limits[3], proc)
}
data(aSAH)
poor <- as.numeric(aSAH$outcome == "Poor")
markers <- lapply(aSAH[c("wfns", "s100b", "ndka")], function(marker) rocOf(poor, as.numeric(marker)))
for (name in names(markers)) delong(paste("aSAH", name), markers[[name]])
paired("aSAH wfns against s100b", markers$wfns, markers$s100b)

a <- rocOf(data$label, data$a); b <- rocOf(data$label, data$b)
delong("a", a); delong("b", b)
paired("a against b", a, b)
part <- function(curve, from, focus, correct) as.numeric(auc(
  curve, partial.auc = c(1, from), partial.auc.focus = focus, partial.auc.correct = correct))
for (curve in c("a", "b")) {
  say(paste(curve, "McClish max_fpr .1"), part(get(curve), .9, "specificity", TRUE), proc)
  for (least in c(.8, .88)) say(paste(curve, "partial AUC TPR>=", least), part(get(curve), least, "sensitivity", FALSE), proc)
}
best <- coords(a, "best", best.method = "youden", ret = c("threshold", "youden"))
say("a Youden J", best$youden[1] - 1, proc)

# by chance, so to be met within Monte-Carlo error only
set.seed(20)
limits <- ci.auc(a, method = "bootstrap", boot.n = 10000, progress = "none")
say("a bootstrap AUC low", limits[1], proc); say("a bootstrap AUC high", limits[3], proc)
limits <- ci.sp(a, sensitivities = .9, boot.n = 10000, progress = "none")
say("a specificity at .9 low", limits[1], proc); say("a specificity at .9 high", limits[3], proc)
limits <- ci.se(a, specificities = .9, boot.n = 10000, progress = "none")
say("a sensitivity at .9 low", limits[1], proc); say("a sensitivity at .9 high", limits[3], proc)
