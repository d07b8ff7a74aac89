package org.odenet.solvers.tableau;

/**
 * One step as a sum: the state at its start and multiples of its stages. A stage is a derivative that this step has
 * evaluated, or a vector that it has from earlier steps; of a Runge–Kutta step all stages are its own. The sizes of the
 * step are in the weights, so that they are numbers of one step, not of a method.
 */
public interface StageWeights {

    /**
     * The number of stages that the state at the end takes. States within the step may take extra ones after them.
     *
     * @return the number, those from earlier steps included
     */
    int stages();

    /**
     * How many stages come from earlier steps: the first ones.
     *
     * @return the number, 0 for a method that remembers nothing
     */
    int earlier();

    /**
     * The stage that is the first one of the next step, evaluated once.
     *
     * @return the stage, perhaps an extra one, or -1
     */
    int stageAtEnd();

    /**
     * The time at which a stage is evaluated.
     *
     * @param stage a stage of this step's own
     * @return the time
     */
    double time(int stage);

    /**
     * The weights of the state at which a stage is evaluated.
     *
     * @param stage a stage of this step's own
     * @return a weight for each stage before it; of an implicit step for all stages
     */
    double[] ofStage(int stage);

    /**
     * The weights of the state at the end of the step.
     *
     * @return a weight for each stage
     */
    double[] ofEnd();

    /**
     * The weights of the state within the step.
     *
     * @param theta the place in the step, from 0 to 1
     * @return a weight for each stage, extra ones included
     */
    double[] ofInside(double theta);

    /**
     * The weights of the vector that the step hands on to the next one, which has it as its first stage. The state at the
     * start has no part in it.
     *
     * @return a weight for each stage, or null if the derivatives alone are handed on
     */
    double[] ofHandedOn();
}
