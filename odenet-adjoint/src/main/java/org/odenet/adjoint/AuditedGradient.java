package org.odenet.adjoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link GradientAudit} found for one parameter, or for the input. Errors are relative to the gradient's norm, or
 * to {@value GradientAudit#NEGLIGIBLE} of the audit's largest norm where that is more: a gradient that vanishes but for
 * rounding has no relative error of its own.
 *
 * @param name the parameter's name in the block, or {@value GradientAudit#INPUT}
 * @param elements how many elements it has
 * @param norm the norm of the direct gradient
 * @param methodErrors for each gradient method, by its description, the error against the direct gradient
 * @param differenceError the direct gradient's error against central differences, estimated along random directions
 * @param unused whether nothing depends on it: every gradient and every difference is exactly zero
 */
public record AuditedGradient(
        String name,
        long elements,
        double norm,
        Map<String, Double> methodErrors,
        double differenceError,
        boolean unused) {

    /**
     * Copies the errors.
     *
     * @param name the parameter's name in the block
     * @param elements how many elements it has
     * @param norm the norm of the direct gradient
     * @param methodErrors for each gradient method the error against the direct gradient
     * @param differenceError the direct gradient's error against central differences
     * @param unused whether nothing depends on it
     */
    public AuditedGradient {
        methodErrors = Collections.unmodifiableMap(new LinkedHashMap<>(methodErrors));
    }

    /**
     * The largest error.
     *
     * @return the largest of the methods' errors and that of the differences
     */
    public double worstError() {
        return methodErrors.values().stream().reduce(differenceError, Math::max);
    }
}
