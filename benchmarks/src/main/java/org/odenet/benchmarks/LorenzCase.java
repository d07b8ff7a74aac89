package org.odenet.benchmarks;

import java.util.List;

/** A small system of three equations, solved over a long time to a tight tolerance. */
record LorenzCase() implements Case {

    static final String HIPPARCHUS = "hipparchus";

    private static final double END = 100;

    /** Errors grow e-fold in about one unit of time: beyond a few, only the number of evaluations can be compared. */
    private static final double PREDICTABLE = 5;

    /** The two libraries choose their steps by different formulas. */
    private static final double EVALUATIONS_BOUND = 0.25;

    @Override
    public String name() {
        return "lorenz";
    }

    @Override
    public List<String> peers() {
        return List.of(HIPPARCHUS);
    }

    @Override
    public Contest prepare(String peer, Peers peers) {
        Agreement states = new Agreement(name(), peer);
        states.requireClose(
                "state at " + PREDICTABLE,
                Lorenz.byOdenet(PREDICTABLE).state(),
                Lorenz.byHipparchus(PREDICTABLE).state());
        long ours = Lorenz.byOdenet(END).evaluations();
        long theirs = Lorenz.byHipparchus(END).evaluations();
        states.within(EVALUATIONS_BOUND)
                .requireClose("number of evaluations", new double[] {ours}, new double[] {theirs});
        return new Contest(
                Side.of(() -> Lorenz.byOdenet(END), () -> {}),
                Side.of(() -> Lorenz.byHipparchus(END), () -> {}),
                ours + " evaluations, the peer " + theirs);
    }
}
