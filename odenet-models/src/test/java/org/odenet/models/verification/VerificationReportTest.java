package org.odenet.models.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Alone, because it changes the language of the machine. */
@Isolated
class VerificationReportTest {

    @Test
    void columnsAreAlignedHoweverLongTheNames() {
        Check brief = Check.of("h0", 1e-9, 1e-6);
        Check shown = Check.of("a quantity with a rather long name", 0.5, Double.POSITIVE_INFINITY);
        Check counted = Check.of("f", 2e-3, 1e-3)
                .withEvaluations("[1, 2, 3]", 12, false)
                .withRemark("f: another one");
        VerificationReport report =
                new VerificationReport("net", List.of(brief, shown, counted, counted), List.of("x", "y"));
        assertThat(report.table().lines())
                .containsExactly(
                        "net",
                        "quantity                            rel. error  bound        NFE  reference",
                        "h0                                     1.0e-09  1e-06                        ok",
                        "a quantity with a rather long name     5.0e-01      -                        ok",
                        "f                                      2.0e-03  1e-03  [1, 2, 3]         12  FAILED",
                        "f                                      2.0e-03  1e-03  [1, 2, 3]         12  FAILED",
                        "2 of 4 checks passed",
                        "f: another one",
                        "not compared: x, y");
        assertThat(report.passed()).isFalse();
    }

    @Test
    void itsNumbersAreTheSameInEveryLanguage() {
        VerificationReport report = new VerificationReport("net", List.of(Check.of("h0", 1e-9, 1e-6)), List.of());
        String expected = report.table();
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("fa"));
        try {
            assertThat(report.table()).isEqualTo(expected).contains("1.0e-09");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void passesWithinTheBoundAndWithAgreeingEvaluations() {
        assertThat(Check.of("q", 1e-6, 1e-6).passed()).isTrue();
        assertThat(Check.of("q", 1.1e-6, 1e-6).passed()).isFalse();
        assertThat(Check.of("q", Double.NaN, Double.POSITIVE_INFINITY).passed()).isFalse();
        assertThat(Check.of("q", 0, 1).withEvaluations(3, 4, true).passed()).isTrue();
        assertThat(Check.of("q", 0, 1).withEvaluations(3, 4, false).passed()).isFalse();
    }
}
