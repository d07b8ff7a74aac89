package org.odenet.adjoint;

import java.util.List;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.OdeBlock;
import org.odenet.core.nn.Parameters;

/**
 * A comparison of a block's gradients: every gradient method against the direct one, and that against central
 * differences, parameter by parameter. It tells a wrong derivative of a layer (the differences disagree) from tolerances
 * that are too loose for the continuous adjoint (only the adjoint disagrees), and names parameters without effect.
 *
 * <p>Everything is computed in float64. The loss is a fixed random linear function of the block's output. The
 * differences go through the very steps that the solver takes for this input, since an adaptive solver's choice of steps
 * is no part of the exact gradient. They are taken again stage by stage, so the steps must be explicit; a solver that
 * switches must not have had to.
 */
public final class GradientAudit {

    /** The name of the row for the block's input. */
    public static final String INPUT = "input";

    /** Norms below this part of the largest one are taken as this part of it. */
    public static final double NEGLIGIBLE = 1e-4;

    private static final int DIRECTIONS = 2;

    private final String title;
    private final List<AuditedGradient> rows;

    GradientAudit(String title, List<AuditedGradient> rows) {
        this.title = title;
        this.rows = List.copyOf(rows);
    }

    /**
     * Audits a block, with its solver, over its interval.
     *
     * @param block the block; its solver must take explicit steps
     * @param parameters values for a network that holds the block, not changed
     * @param input the block's input, such as {@code [batch, channels, height, width]}, not changed; a small batch will do
     * @return the comparison
     * @throws UnsupportedOperationException if there is no exact gradient through the solver's steps, or one of them is
     *     implicit
     */
    public static GradientAudit of(OdeBlock block, Parameters parameters, INDArray input) {
        return of(block, parameters, input, DIRECTIONS);
    }

    /**
     * Audits a block along a chosen number of directions. Each costs two solves for each parameter.
     *
     * @param block the block; its solver must take explicit steps
     * @param parameters values for a network that holds the block, not changed
     * @param input the block's input, such as {@code [batch, channels, height, width]}, not changed
     * @param directions along how many random directions each parameter is moved for the differences
     * @return the comparison
     * @throws IllegalArgumentException if the directions are not positive
     * @throws UnsupportedOperationException if there is no exact gradient through the solver's steps, or one of them is
     *     implicit
     */
    public static GradientAudit of(OdeBlock block, Parameters parameters, INDArray input, int directions) {
        if (directions <= 0) {
            throw new IllegalArgumentException(
                    "the differences need at least one direction for each parameter, not " + directions);
        }
        try (AuditRun run = new AuditRun(block, parameters, input, directions)) {
            return run.audit();
        }
    }

    /**
     * What was found.
     *
     * @return the input's row, then a row for each parameter in the order of the block
     */
    public List<AuditedGradient> rows() {
        return rows;
    }

    /**
     * What was found for one parameter.
     *
     * @param name its name in the block, such as {@code odefunc.conv1._layer.weight}, or {@value #INPUT}
     * @return its row
     * @throws IllegalArgumentException if there is no such row
     */
    public AuditedGradient row(String name) {
        return rows.stream()
                .filter(row -> row.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no row has the name '" + name + "'; there are "
                        + rows.stream().map(AuditedGradient::name).toList()));
    }

    /**
     * The largest error of all.
     *
     * @return the largest over all rows, methods and differences
     */
    public double worstError() {
        return rows.stream().mapToDouble(AuditedGradient::worstError).max().orElse(0);
    }

    /**
     * The parameters that the output does not depend on.
     *
     * @return their names
     */
    public List<String> unusedParameters() {
        return rows.stream()
                .filter(AuditedGradient::unused)
                .map(AuditedGradient::name)
                .toList();
    }

    /**
     * Whether all gradients agree. Direct and checkpointed gradients agree with differences to about 1e-6; the continuous
     * adjoint agrees with them as well as the solver's tolerances allow.
     *
     * @param tolerance the largest error that is allowed
     * @return true if no error is larger
     */
    public boolean isConsistent(double tolerance) {
        return worstError() <= tolerance;
    }

    /**
     * A table with a line for each row.
     *
     * @return the table as text
     */
    @Override
    public String toString() {
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        String name = "%-" + Math.max(width, "parameter".length()) + "s";
        StringBuilder table = new StringBuilder(title).append('\n');
        table.append(String.format(name + "  %9s  %9s", "parameter", "elements", "norm"));
        List<String> methods = rows.isEmpty()
                ? List.of()
                : List.copyOf(rows.get(0).methodErrors().keySet());
        methods.forEach(method -> table.append(String.format("  %" + columnWidth(method) + "s", method)));
        table.append(String.format("  %12s%n", "differences"));
        for (AuditedGradient row : rows) {
            table.append(String.format(Locale.ROOT, name + "  %9d  %9.2e", row.name(), row.elements(), row.norm()));
            methods.forEach(method -> table.append(String.format(
                    Locale.ROOT,
                    "  %" + columnWidth(method) + ".1e",
                    row.methodErrors().get(method))));
            table.append(
                    String.format(Locale.ROOT, "  %12.1e%s%n", row.differenceError(), row.unused() ? "  unused" : ""));
        }
        return table.append(String.format(Locale.ROOT, "worst error %.1e", worstError()))
                .toString();
    }

    private static int columnWidth(String method) {
        return Math.max(12, method.length());
    }
}
