package org.odenet.solvers.step;

/**
 * An explicit method where a problem is not stiff and an implicit one where it is, as one method (the idea of Petzold
 * 1983, "Automatic selection of methods for solving stiff and nonstiff systems of ordinary differential equations").
 *
 * @param name the name by which the pair is found
 * @param explicit the method for the parts that are not stiff; it begins
 * @param implicit the method for the stiff parts
 */
public record SwitchingMethod(String name, Method explicit, Method implicit) implements Method {

    /**
     * Checks the methods.
     *
     * @param name the name by which the pair is found
     * @param explicit the method for the parts that are not stiff; it begins
     * @param implicit the method for the stiff parts
     * @throws IllegalArgumentException if a method has no error estimate, or the first no limit of stability
     */
    public SwitchingMethod {
        if (!explicit.hasErrorEstimate() || !implicit.hasErrorEstimate()) {
            throw new IllegalArgumentException("the methods '" + explicit.name() + "' and '" + implicit.name()
                    + "' cannot take turns: both must estimate their error");
        }
        if (Double.isInfinite(explicit.stabilityLimit()) || !Double.isInfinite(implicit.stabilityLimit())) {
            throw new IllegalArgumentException("the methods '" + explicit.name() + "' and '" + implicit.name()
                    + "' cannot take turns: the first must be explicit, the second implicit");
        }
    }

    @Override
    public int order() {
        return Math.min(explicit.order(), implicit.order());
    }

    @Override
    public int interpolationOrder() {
        return Math.min(explicit.interpolationOrder(), implicit.interpolationOrder());
    }

    @Override
    public boolean hasErrorEstimate() {
        return true;
    }

    @Override
    public String citation() {
        return explicit.citation() + "; " + implicit.citation();
    }

    @Override
    public <S> Stepper<S> stepper(StepProblem<S> problem) {
        return new SwitchingStepper<>(
                explicit.stabilityLimit(), explicit.stepper(problem), implicit.stepper(problem), problem);
    }

    @Override
    public String toString() {
        return name;
    }
}
