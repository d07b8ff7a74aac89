package org.odenet.benchmarks;

/**
 * How two sides are timed: after a warm-up, in alternation, each repetition with as many calls as fill its time.
 *
 * @param repetitions of each side; the median counts
 * @param repetitionMillis the least time of a repetition
 * @param warmUpMillis the least time of each side's warm-up
 * @param longestWarmUpMillis the time after which it ends even if the side still gets faster
 */
record Measurement(int repetitions, double repetitionMillis, double warmUpMillis, double longestWarmUpMillis) {

    /** For figures that are kept. The JIT compiler takes some ten seconds, and up to a minute where calls are long. */
    static final Measurement FULL = new Measurement(7, 300, 10_000, 90_000);

    /** For a first impression. */
    static final Measurement QUICK = new Measurement(5, 30, 100, 100);

    /**
     * Median milliseconds of one call.
     *
     * @param odenet this library's
     * @param peer the peer's
     */
    record Times(double odenet, double peer) {}

    Times time(Contest contest) {
        int odenetCalls = warmUp(contest.odenet());
        int peerCalls = warmUp(contest.peer());
        double[] odenet = new double[repetitions];
        double[] peer = new double[repetitions];
        for (int i = 0; i < repetitions; i++) {
            odenet[i] = contest.odenet().milliseconds(odenetCalls) / odenetCalls;
            peer[i] = contest.peer().milliseconds(peerCalls) / peerCalls;
        }
        return new Times(Statistics.median(odenet), Statistics.median(peer));
    }

    /** Returns how many calls fill a repetition. */
    private int warmUp(Side side) {
        WarmUp warmUp = new WarmUp();
        int calls = 1;
        double last = side.milliseconds(calls);
        warmUp.add(calls, last);
        while (!isWarm(warmUp)) {
            calls = callsFor(repetitionMillis / 2, calls, last);
            last = side.milliseconds(calls);
            warmUp.add(calls, last);
        }
        return callsFor(repetitionMillis, calls, last);
    }

    private boolean isWarm(WarmUp warmUp) {
        return warmUp.spent() >= longestWarmUpMillis || warmUp.spent() >= warmUpMillis && !warmUp.stillGetsFaster();
    }

    private static int callsFor(double millis, int calls, double took) {
        return (int) Math.max(1, Math.ceil(calls * millis / Math.max(took, 1e-3)));
    }
}
