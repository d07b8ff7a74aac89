package org.odenet.models.verification;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

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
     * @return a line for each check, and what is to be remarked on them
     */
    public String table() {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"quantity", "rel. error", "bound", "NFE", "reference", ""});
        checks.forEach(check -> rows.add(row(check)));
        StringBuilder table = new StringBuilder(network).append(System.lineSeparator());
        String format = format(rows);
        for (String[] row : rows) {
            table.append(format.formatted((Object[]) row).stripTrailing()).append(System.lineSeparator());
        }
        long passed = checks.stream().filter(Check::passed).count();
        table.append(passed).append(" of ").append(checks.size()).append(" checks passed");
        table.append(System.lineSeparator());
        checks.stream().map(Check::remark).filter(Objects::nonNull).distinct().forEach(remark -> table.append(remark)
                .append(System.lineSeparator()));
        if (!skipped.isEmpty()) {
            table.append("not compared: ").append(String.join(", ", skipped)).append(System.lineSeparator());
        }
        return table.toString();
    }

    private static String[] row(Check check) {
        return new String[] {
            check.quantity(),
            String.format(Locale.ROOT, "%.1e", check.error()),
            Double.isInfinite(check.bound()) ? "-" : String.format(Locale.ROOT, "%.0e", check.bound()),
            check.evaluations() == null ? "" : check.evaluations(),
            check.referenceEvaluations() == null ? "" : check.referenceEvaluations(),
            check.passed() ? "ok" : "FAILED"
        };
    }

    /** Each column as wide as its widest cell: the first to the left, the numbers to the right. */
    private static String format(List<String[]> rows) {
        StringBuilder format = new StringBuilder();
        for (int column = 0; column < rows.get(0).length; column++) {
            int index = column;
            int width = rows.stream().mapToInt(row -> row[index].length()).max().orElseThrow();
            boolean left = column == 0 || column == rows.get(0).length - 1;
            format.append(column == 0 ? "%" : "  %")
                    .append(left ? "-" : "")
                    .append(width)
                    .append('s');
        }
        return format.toString();
    }
}
