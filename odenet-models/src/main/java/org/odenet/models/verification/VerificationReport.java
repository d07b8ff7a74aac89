package org.odenet.models.verification;

import java.util.List;

/**
 * The result of a verification.
 *
 * @param network what was verified
 * @param checks the quantities that were compared
 * @param skipped what the reference file holds and this library does not compute
 */
public record VerificationReport(String network, List<Check> checks, List<String> skipped) {

    /**
     * Keeps unmodifiable copies.
     *
     * @param network what was verified
     * @param checks the quantities that were compared
     * @param skipped what the reference file holds and this library does not compute
     */
    public VerificationReport {
        checks = List.copyOf(checks);
        skipped = List.copyOf(skipped);
    }

    /**
     * Whether everything agrees.
     *
     * @return true if each check passed
     */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /**
     * The report as a table.
     *
     * @return a line for each check
     */
    public String table() {
        StringBuilder table = new StringBuilder(network).append(System.lineSeparator());
        line(table, "quantity", "rel. error", "bound", "NFE", "reference", "");
        for (Check check : checks) {
            line(
                    table,
                    check.quantity(),
                    "%.1e".formatted(check.error()),
                    Double.isInfinite(check.bound()) ? "-" : "%.0e".formatted(check.bound()),
                    check.evaluations() == null ? "" : check.evaluations(),
                    check.referenceEvaluations() == null ? "" : check.referenceEvaluations(),
                    check.passed() ? "ok" : "FAILED");
        }
        long passed = checks.stream().filter(Check::passed).count();
        table.append("%d of %d checks passed%n".formatted(passed, checks.size()));
        if (!skipped.isEmpty()) {
            table.append("not compared: ").append(String.join(", ", skipped)).append(System.lineSeparator());
        }
        return table.toString();
    }

    private static void line(StringBuilder table, String... cells) {
        table.append("%-42s %10s %8s %24s %24s %s%n".formatted((Object[]) cells));
    }
}
