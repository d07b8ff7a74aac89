package org.odenet.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.odenet.benchmarks.problems.InitialValueProblem;

/** Problems by name. */
final class ProblemChoice {

    private ProblemChoice() {}

    /**
     * The problems whose names begin with one of some beginnings.
     *
     * @throws IllegalArgumentException if there is none for a beginning
     */
    static List<InitialValueProblem> named(List<String> beginnings, List<InitialValueProblem> all) {
        if (beginnings.isEmpty()) {
            return all;
        }
        List<InitialValueProblem> chosen = new ArrayList<>();
        for (String beginning : beginnings) {
            List<InitialValueProblem> found = all.stream()
                    .filter(problem ->
                            problem.name().toLowerCase(Locale.ROOT).startsWith(beginning.toLowerCase(Locale.ROOT)))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalArgumentException("no problem begins with '" + beginning + "'; there are " + all);
            }
            chosen.addAll(found);
        }
        return chosen;
    }
}
