package org.odenet.models.verification;

/**
 * One quantity compared with its reference.
 *
 * @param quantity what was compared
 * @param error the relative error, norm-wise; the larger one where there are several values
 * @param bound the largest error that passes; infinite if the quantity is only shown
 * @param evaluations the function evaluations here, or null
 * @param referenceEvaluations the function evaluations of the reference, or null
 * @param evaluationsAgree whether the evaluations are equal where they must be
 * @param remark why the reference differs where it need not agree, or null
 */
public record Check(
        String quantity,
        double error,
        double bound,
        String evaluations,
        String referenceEvaluations,
        boolean evaluationsAgree,
        String remark) {

    static Check of(String quantity, double error, double bound) {
        return new Check(quantity, error, bound, null, null, true, null);
    }

    Check withEvaluations(Object ours, Object reference, boolean agree) {
        return new Check(quantity, error, bound, String.valueOf(ours), String.valueOf(reference), agree, remark);
    }

    Check withRemark(String why) {
        return new Check(quantity, error, bound, evaluations, referenceEvaluations, evaluationsAgree, why);
    }

    /**
     * Whether the quantity agrees with its reference.
     *
     * @return true if the error is within its bound and the evaluations are equal where they must be
     */
    public boolean passed() {
        return error <= bound && evaluationsAgree;
    }
}
