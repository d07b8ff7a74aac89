package org.odenet.examples.serve;

import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jetty.util.Fields;
import org.odenet.models.serving.Query;

/** The parameters of a query, from its address. */
final class Parameters {

    private static final Set<String> KNOWN =
            new TreeSet<>(Set.of("t", "evaluations", "deadlineMs", "tolerance", "neighbours", "path", "invert", "id"));

    private static final int MAX_NEIGHBOURS = 50;
    private static final double MAX_DEADLINE_MS = 60_000;

    private final Fields fields;

    /** Refuses parameters that do not exist, or come twice. */
    Parameters(Fields fields) {
        this.fields = fields;
        for (Fields.Field field : fields) {
            if (!KNOWN.contains(field.getName())) {
                throw new HttpException(
                        400, "there is no parameter '" + field.getName() + "'; there are " + String.join(", ", KNOWN));
            }
            if (field.hasMultipleValues()) {
                throw new HttpException(400, "the parameter '" + field.getName() + "' comes twice; give it once");
            }
        }
    }

    boolean has(String name) {
        return fields.get(name) != null;
    }

    /** The limits of the query. */
    Query query() {
        try {
            Query query = Query.toDepth(number("t", 1)).withPath(integer("path", 0));
            query = has("tolerance") ? query.withTolerance(positive("tolerance")) : query;
            query = has("evaluations") ? query.withEvaluations(integer("evaluations", 1)) : query;
            return has("deadlineMs") ? query.withTime(deadline()) : query;
        } catch (IllegalArgumentException e) {
            throw new HttpException(400, e.getMessage());
        }
    }

    private Duration deadline() {
        double milliseconds = positive("deadlineMs");
        if (milliseconds > MAX_DEADLINE_MS) {
            throw new HttpException(
                    400, "the parameter 'deadlineMs' is " + milliseconds + "; give at most " + MAX_DEADLINE_MS);
        }
        return Duration.ofNanos(Math.max(1, (long) (milliseconds * 1e6)));
    }

    int neighbours() {
        int neighbours = integer("neighbours", 10);
        if (neighbours < 1 || neighbours > MAX_NEIGHBOURS) {
            throw new HttpException(
                    400, "the parameter 'neighbours' is " + neighbours + "; give 1 to " + MAX_NEIGHBOURS);
        }
        return neighbours;
    }

    /** Whether the image has dark strokes on a light ground, and the network was trained on the opposite. */
    boolean invert() {
        String value = text("invert", "false");
        if (!value.equals("true") && !value.equals("false")) {
            throw new HttpException(400, "the parameter 'invert' is '" + value + "'; give true or false");
        }
        return value.equals("true");
    }

    private double positive(String name) {
        double value = number(name, 0);
        if (!(value > 0)) {
            throw new HttpException(400, "the parameter '" + name + "' is " + value + "; it must be positive");
        }
        return value;
    }

    private double number(String name, double standard) {
        String value = text(name, String.valueOf(standard));
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new HttpException(400, "the parameter '" + name + "' is '" + value + "'; give a number");
        }
    }

    int integer(String name, int standard) {
        String value = text(name, String.valueOf(standard));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new HttpException(400, "the parameter '" + name + "' is '" + value + "'; give a whole number");
        }
    }

    private String text(String name, String standard) {
        return has(name) ? fields.getValue(name) : standard;
    }
}
