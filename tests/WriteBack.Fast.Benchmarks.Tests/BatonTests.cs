using System.IO.Pipes;
using WriteBack.Fast.Benchmarks.Compare;

namespace WriteBack.Fast.Benchmarks.Tests;

public class BatonTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Two_processes_take_turns_until_the_leader_leaves()
    {
        using var toFollower = new AnonymousPipeServerStream(PipeDirection.Out);
        using var toLeader = new AnonymousPipeServerStream(PipeDirection.Out);
        var fromLeader = new AnonymousPipeClientStream(PipeDirection.In, toFollower.ClientSafePipeHandle);
        var fromFollower = new AnonymousPipeClientStream(PipeDirection.In, toLeader.ClientSafePipeHandle);
        List<string> taken = [];

        var follower = Task.Run(() =>
        {
            using var baton = new Baton(fromLeader, toLeader, hasIt: false);
            return TurnsOf("follower").Take(int.MaxValue, baton);
        });
        bool isThere = await Task.Run(() =>
        {
            using var baton = new Baton(fromFollower, toFollower, hasIt: true);
            return TurnsOf("leader").Take(2, baton);
        }).WaitAsync(Patience);

        Assert.True(isThere);
        Assert.False(await follower.WaitAsync(Patience));
        Assert.Equal(
            ["leader", "leader's peer", "follower", "follower's peer", "leader", "leader's peer", "follower", "follower's peer"], taken);

        Turns TurnsOf(string side) => new(() => Take(side), () => Take($"{side}'s peer"));

        Turn Take(string side)
        {
            taken.Add(side);
            return new Turn(1, 0);
        }
    }
}
