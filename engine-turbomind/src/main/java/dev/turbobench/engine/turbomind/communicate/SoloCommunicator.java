package dev.turbobench.engine.turbomind.communicate;

import dev.turbobench.engine.turbomind.device.Buffer;

/** The only rank: there is nothing to exchange. */
public final class SoloCommunicator implements Communicator {

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public void allReduceSum(int rows, Buffer matrix) {
        // The sum of one is there already.
    }

    @Override
    public void allGather(int rows, Buffer part, Buffer whole) {
        throw new IllegalStateException("a single rank has the whole");
    }
}
