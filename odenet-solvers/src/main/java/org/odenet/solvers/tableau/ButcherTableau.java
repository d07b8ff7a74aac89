package org.odenet.solvers.tableau;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * A Runge–Kutta method as data. With stages {@code k_i = f(t + c_i h, y + h Σ_j a_ij k_j)} the step is {@code y + h Σ b_i
 * k_i}, its error estimate {@code h Σ e_i k_i}, and the solution within the step {@code y + h Σ b_i(θ) k_i} with
 * polynomials {@code b_i(θ)} and {@code θ} from 0 to 1. Explicit methods have {@code a_ij = 0} from the diagonal on,
 * implicit ones do not.
 *
 * <p>Beyond the stages of the step there may be further ones, which the solution within the step alone takes. They need
 * the stages of the step, come after them in {@code a} and {@code c}, and have no weight in the step. Who wants no state
 * within a step does not evaluate them.
 */
public final class ButcherTableau {

    private static final double TOLERANCE = 1e-12;

    private final String name;
    private final int order;
    private final int interpolationOrder;
    private final int stages;
    private final int stageAtEnd;
    private final double[][] a;
    private final double[] b;
    private final double[] c;
    private final double[] error;
    private final double[] secondError;
    private final int errorOrder;
    private final double errorFilter;
    private final StepPolynomials interpolation;
    private final boolean[] servesOnlyStages;
    private final String citation;

    private ButcherTableau(Builder builder) {
        name = builder.name;
        order = builder.order;
        citation = builder.citation;
        check(name.equals(name.toLowerCase(Locale.ROOT)) && !name.isBlank(), "the name must be in lower case");
        check(order > 0, "the order is " + order + ", not positive");
        check(builder.a != null && builder.b != null && builder.c != null, "a, b or c is missing");
        stages = builder.b.length;
        int all = stages + builder.extraRows.length;
        check(
                builder.a.length == stages,
                "there are " + builder.a.length + " rows in a and " + stages + " weights in b");
        check(
                builder.c.length == stages,
                "there are " + builder.c.length + " places in c and " + stages + " weights in b");
        check(
                builder.extraPlaces.length == builder.extraRows.length,
                "there are " + builder.extraRows.length + " extra stages and " + builder.extraPlaces.length
                        + " places of them");
        a = Stream.of(builder.a, builder.extraRows)
                .flatMap(Stream::of)
                .map(double[]::clone)
                .toArray(double[][]::new);
        b = Arrays.copyOf(builder.b, all);
        c = DoubleStream.concat(DoubleStream.of(builder.c), DoubleStream.of(builder.extraPlaces))
                .toArray();
        validateSteps();
        stageAtEnd = findStageAtEnd();
        error = errorWeights(builder.embedded, builder.errorWeights);
        secondError = errorWeights(null, builder.secondErrorWeights);
        errorOrder = builder.errorOrder == 0 ? order : builder.errorOrder;
        errorFilter = builder.errorFilter;
        interpolation = interpolation(builder);
        interpolationOrder = builder.interpolationOrder;
        servesOnlyStages = new boolean[all];
        for (int i = 0; i < all; i++) {
            servesOnlyStages[i] = i != stageAtEnd && !hasWeight(i);
        }
    }

    /** Whether a stage counts in the step's result, in its error or in the solution within it. */
    private boolean hasWeight(int i) {
        boolean isEstimated = error != null && error[i] != 0 || secondError != null && secondError[i] != 0;
        return b[i] != 0 || isEstimated || !interpolation.isZero(i);
    }

    private double[] errorWeights(double[] embedded, double[] given) {
        if (embedded == null && given == null) {
            return null;
        }
        double[] weights = given == null ? difference(embedded) : Arrays.copyOf(given, a.length);
        check(given == null || given.length == stages, "the error weights are not as many as b");
        check(near(weights, 0), "the error weights do not sum to 0");
        return weights;
    }

    private double[] difference(double[] embedded) {
        check(embedded.length == stages, "the embedded weights are not as many as b");
        double[] difference = b.clone();
        for (int i = 0; i < stages; i++) {
            difference[i] -= embedded[i];
        }
        return difference;
    }

    private StepPolynomials interpolation(Builder builder) {
        if (builder.powers != null) {
            check(builder.powers.length == a.length, "the interpolation has not a row per stage");
            for (int i = 0; i < a.length; i++) {
                check(near(builder.powers[i], b[i]), "the interpolation of stage " + i + " does not end at its weight");
            }
            return StepPolynomials.ofPowers(b, builder.powers);
        }
        check(builder.hermite != null || builder.middle != null, "the interpolation is missing");
        check(stageAtEnd >= 0, "no stage is the derivative at the end, which the interpolation needs");
        if (builder.middle != null) {
            check(builder.middle.length == a.length, "the weights in the middle are not as many as the stages");
            return StepPolynomials.quartic(b, stageAtEnd, builder.middle);
        }
        check(builder.hermite.length == a.length, "the interpolation has not a row per stage");
        return StepPolynomials.hermite(b, stageAtEnd, builder.hermite);
    }

    private int findStageAtEnd() {
        for (int i = Math.max(1, stages - 1); i < Math.min(stages + 1, a.length); i++) {
            if (c[i] == 1 && isZero(a[0]) && Arrays.equals(Arrays.copyOf(a[i], a.length), b)) {
                return i;
            }
        }
        return -1;
    }

    private void validateSteps() {
        for (int i = 0; i < a.length; i++) {
            check(
                    a[i].length >= i && a[i].length <= Math.max(i, stages),
                    "row " + i + " of a has " + a[i].length + " entries, not " + i
                            + (i < stages ? " up to " + stages : ""));
            check(c[i] >= 0 && (c[i] <= 1 || !isExplicit()), "c of stage " + i + " is " + c[i] + ", outside the step");
            check(near(a[i], c[i]), "row " + i + " of a sums to " + sum(a[i]) + ", not to c = " + c[i]);
        }
        check(near(b, 1), "the weights b sum to " + sum(b) + ", not to 1");
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("tableau '" + name + "': " + message);
        }
    }

    /** Whether values have a sum, up to the rounding of the largest. */
    private static boolean near(double[] values, double expected) {
        double largest = DoubleStream.of(values).map(Math::abs).max().orElse(0);
        return Math.abs(sum(values) - expected) < TOLERANCE * Math.max(1, largest);
    }

    private static boolean isZero(double... values) {
        return DoubleStream.of(values).allMatch(value -> value == 0);
    }

    static double[] row(double... values) {
        return values;
    }

    private static double sum(double[] values) {
        return DoubleStream.of(values).sum();
    }

    /**
     * Starts a tableau.
     *
     * @param name the name by which the method is found, in lower case
     * @param order the order of convergence of {@code b}
     * @return a builder
     */
    public static Builder builder(String name, int order) {
        return new Builder(name, order);
    }

    /**
     * The name by which the method is found.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * The order of convergence.
     *
     * @return the order
     */
    public int order() {
        return order;
    }

    /**
     * The order of the solution within a step: up to it, the order conditions hold at every θ.
     *
     * @return the order p; observed between the ends of steps, the solution converges with order p + 1, or with the
     *     method's own if that is lower
     */
    public int interpolationOrder() {
        return interpolationOrder;
    }

    /**
     * The number of stages of a step.
     *
     * @return how many evaluations a step takes
     */
    public int stages() {
        return stages;
    }

    /**
     * The number of stages of the solution within a step.
     *
     * @return {@link #stages()}, plus the extra ones that come after them
     */
    public int interpolationStages() {
        return a.length;
    }

    /**
     * The stage that is the derivative at the end of the step, with which the next step begins: the last one of the step
     * (see {@link #isFirstSameAsLast()}), or the first of the extra ones.
     *
     * @return the stage, or -1 if there is none
     */
    public int stageAtEnd() {
        return stageAtEnd;
    }

    /**
     * A coefficient of a stage.
     *
     * @param i the stage, from 0, an extra one included
     * @param j another stage
     * @return {@code a_ij}
     */
    public double a(int i, int j) {
        return j < a[i].length ? a[i][j] : 0;
    }

    /**
     * A weight of the step.
     *
     * @param i the stage, from 0
     * @return {@code b_i}, 0 for an extra stage
     */
    public double b(int i) {
        return b[i];
    }

    /**
     * A stage's place in the step.
     *
     * @param i the stage, from 0
     * @return {@code c_i}, from 0 to 1, or a little beyond in some implicit methods
     */
    public double c(int i) {
        return c[i];
    }

    /**
     * A weight of the error estimate.
     *
     * @param i the stage, from 0
     * @return {@code e_i}, the weight less that of the embedded method
     * @throws IllegalStateException if there is no embedded method
     */
    public double error(int i) {
        if (error == null) {
            throw new IllegalStateException("the method '" + name + "' has no error estimate");
        }
        return error[i];
    }

    /**
     * A weight of a second, rougher estimate of the error. From the norms n₁ and n₂ of the two the error of the step is
     * {@code n₁² / √(n₁² + n₂² / 100)}, which shrinks with a higher power of the step's size than either (Hairer, Nørsett
     * and Wanner I, section II.10).
     *
     * @param i the stage, from 0
     * @return the weight
     * @throws IllegalStateException if there is no second estimate
     */
    public double secondError(int i) {
        if (secondError == null) {
            throw new IllegalStateException("the method '" + name + "' has no second error estimate");
        }
        return secondError[i];
    }

    /**
     * Whether there is a second estimate of the error.
     *
     * @return true if {@link #secondError} has weights
     */
    public boolean hasSecondErrorEstimate() {
        return secondError != null;
    }

    /**
     * Whether the method estimates its error, so that it can choose its steps.
     *
     * @return true if it has an embedded method
     */
    public boolean hasErrorEstimate() {
        return error != null;
    }

    /**
     * The power of the step size that the error estimate is proportional to.
     *
     * @return the order, which is that of the method unless the builder was told otherwise
     */
    public int errorOrder() {
        return errorOrder;
    }

    /**
     * The γ by which an implicit method smooths its estimate in stiff components: {@code (I - h γ ∂f/∂y)⁻¹ h Σ e_i k_i}.
     *
     * @return γ, or 0 for the plain estimate
     */
    public double errorFilter() {
        return errorFilter;
    }

    /**
     * Whether each stage depends on earlier ones only.
     *
     * @return true if {@code a_ij = 0} from the diagonal on
     */
    public boolean isExplicit() {
        return isLower(0);
    }

    /**
     * Whether each stage depends on itself and on earlier ones only, so that it can be solved for by itself.
     *
     * @return true if {@code a_ij = 0} above the diagonal; explicit methods are a special case
     */
    public boolean isDiagonallyImplicit() {
        return isLower(1);
    }

    private boolean isLower(int diagonals) {
        for (int i = 0; i < a.length; i++) {
            for (int j = i + diagonals; j < a[i].length; j++) {
                if (a[i][j] != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether all stages lie in the step. If not, the last step evaluates the function beyond the end of the interval, and
     * one before a discontinuity beyond that.
     *
     * @return true if no {@code c_i} exceeds 1
     */
    public boolean staysInStep() {
        return DoubleStream.of(c).allMatch(place -> place <= 1);
    }

    /**
     * Whether the last stage's state is the step's result.
     *
     * @return true if the last row of {@code a} is {@code b}
     */
    public boolean isStifflyAccurate() {
        return Arrays.equals(Arrays.copyOf(a[stages - 1], b.length), b);
    }

    /**
     * A weight of the solution within the step.
     *
     * @param i the stage, from 0
     * @param theta the place in the step, from 0 to 1
     * @return {@code b_i(θ)}
     */
    public double interpolation(int i, double theta) {
        return interpolation.weight(i, theta);
    }

    /**
     * Whether a stage has no weight but in the states of other stages: neither in the step's result nor in its error nor in
     * the solution within it.
     *
     * @param i the stage, from 0
     * @return true if nothing but other stages depends on it
     */
    public boolean servesOnlyStages(int i) {
        return servesOnlyStages[i];
    }

    /**
     * Whether the last stage is the first of the next step ("first same as last"): its state is the step's result.
     *
     * @return true if the first stage is explicit and the last row of {@code a} is {@code b}
     */
    public boolean isFirstSameAsLast() {
        return stageAtEnd == stages - 1;
    }

    /**
     * The same method with another solution within the step: the quartic of {@link Builder#quarticInterpolation}, without
     * extra stages.
     *
     * @param conditions the order up to which the order conditions hold at every θ
     * @param weights for each stage of the step the weight of a solution of that order in the middle
     * @return the changed method
     * @throws IllegalArgumentException if the last stage is not the derivative at the end, or the weights are not as many
     *     as the stages
     */
    public ButcherTableau withQuarticInterpolation(int conditions, double... weights) {
        Builder changed = new Builder(name, order);
        changed.a = Arrays.copyOf(a, stages);
        changed.b = Arrays.copyOf(b, stages);
        changed.c = Arrays.copyOf(c, stages);
        changed.errorWeights = error == null ? null : Arrays.copyOf(error, stages);
        changed.errorBehaviour(errorOrder, errorFilter);
        changed.secondErrorWeights = secondError == null ? null : Arrays.copyOf(secondError, stages);
        return changed.quarticInterpolation(conditions, weights)
                .citation(citation)
                .build();
    }

    /**
     * Where the method was published.
     *
     * @return the citation
     */
    public String citation() {
        return citation;
    }

    @Override
    public String toString() {
        return name;
    }

    /** Collects the coefficients of a tableau. */
    public static final class Builder {

        private final String name;
        private final int order;
        private int interpolationOrder;
        private double[][] a;
        private double[] b;
        private double[] c;
        private double[] embedded;
        private double[] errorWeights;
        private double[] secondErrorWeights;
        private int errorOrder;
        private double errorFilter;
        private double[] extraPlaces = {};
        private double[][] extraRows = {};
        private double[] middle;
        private double[][] hermite;
        private double[][] powers;
        private String citation = "";

        private Builder(String name, int order) {
            this.name = name;
            this.order = order;
        }

        /**
         * Sets the coefficients of the stages.
         *
         * @param rows a row for each stage, without trailing zeros: of an explicit method the first is empty, and each
         *     one longer than the last
         * @return this builder
         */
        public Builder a(double[]... rows) {
            a = rows;
            return this;
        }

        /**
         * Sets the places of the stages in the step.
         *
         * @param places a place for each stage, from 0 to 1 if the method is explicit; the sums of the rows of {@link #a}
         * @return this builder
         */
        public Builder c(double... places) {
            c = places;
            return this;
        }

        /**
         * Sets the weights.
         *
         * @param weights a weight for each stage
         * @return this builder
         */
        public Builder b(double... weights) {
            b = weights;
            return this;
        }

        /**
         * Sets the weights of the embedded method, from which the error is estimated.
         *
         * @param weights a weight for each stage; after {@link #b}
         * @return this builder
         */
        public Builder embedded(double... weights) {
            embedded = weights;
            return this;
        }

        /**
         * Sets the weights of the error estimate themselves, instead of {@link #embedded}.
         *
         * @param weights for each stage the weight less that of the embedded method
         * @return this builder
         */
        public Builder errorWeights(double... weights) {
            errorWeights = weights;
            return this;
        }

        /**
         * Sets how the error estimate of an implicit method behaves, where it is not that of a method of one order less.
         * The steps of explicit methods are chosen by their order alone.
         *
         * @param power the power of the step size that it is proportional to
         * @param filter the γ of {@link ButcherTableau#errorFilter}, or 0
         * @return this builder
         */
        public Builder errorBehaviour(int power, double filter) {
            errorOrder = power;
            errorFilter = filter;
            return this;
        }

        /**
         * Sets the weights of a second, rougher error estimate.
         *
         * @param weights for each stage the weight less that of the second embedded method
         * @return this builder
         * @see ButcherTableau#secondError
         */
        public Builder secondErrorWeights(double... weights) {
            secondErrorWeights = weights;
            return this;
        }

        /**
         * Adds stages that the solution within a step alone takes.
         *
         * @param places their places in the step, from 0 to 1
         * @param rows their coefficients: the first row as long as {@link #b}, each one longer than the last
         * @return this builder
         */
        public Builder extraStages(double[] places, double[]... rows) {
            extraPlaces = places;
            extraRows = rows;
            return this;
        }

        /**
         * Sets the solution within a step.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param coefficients for each stage, extra ones included, the coefficients of {@code θ, θ², …}
         * @return this builder
         */
        public Builder interpolation(int conditions, double[]... coefficients) {
            interpolationOrder = conditions;
            powers = coefficients;
            middle = null;
            hermite = null;
            return this;
        }

        /**
         * Sets the solution within a step to the quartic through the values at both ends and in the middle and the
         * derivatives at both ends (Shampine 1986, "Some Practical Runge–Kutta Formulas"). A stage must be the derivative at
         * the end.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param weights for each stage, extra ones included, the weight of a solution of that order in the middle
         * @return this builder
         */
        public Builder quarticInterpolation(int conditions, double... weights) {
            interpolationOrder = conditions;
            middle = weights;
            hermite = null;
            powers = null;
            return this;
        }

        /**
         * Sets the solution within a step to the cubic through the values at both ends with the derivatives there, plus
         * {@code θ² (1-θ)²} times polynomials. A stage must be the derivative at the end.
         *
         * @param conditions the order up to which the order conditions hold at every θ
         * @param coefficients for each stage, extra ones included, the coefficients of {@code 1, θ, θ², …}; none for the
         *     cubic itself
         * @return this builder
         */
        public Builder hermiteInterpolation(int conditions, double[]... coefficients) {
            interpolationOrder = conditions;
            hermite = coefficients;
            middle = null;
            powers = null;
            return this;
        }

        /**
         * Sets the publication.
         *
         * @param source author, year, title
         * @return this builder
         */
        public Builder citation(String source) {
            citation = source;
            return this;
        }

        /**
         * Makes the tableau.
         *
         * @return the tableau
         * @throws IllegalArgumentException if the coefficients are inconsistent
         */
        public ButcherTableau build() {
            return new ButcherTableau(this);
        }
    }
}
