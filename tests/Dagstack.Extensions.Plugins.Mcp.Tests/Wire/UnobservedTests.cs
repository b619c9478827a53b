using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Wire;

/// <summary>A server that goes is no exception that nobody looks at: hosts log those as faults of their own.</summary>
[Collection(nameof(Alone))]
public sealed class UnobservedTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task End_OfAServer_LeavesNoUnobservedException(bool isModern)
    {
        var unobserved = new ConcurrentQueue<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs arguments) => unobserved.Enqueue(arguments.Exception);

        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            for (var i = 0; i < 5; i++)
            {
                await EndAsync(isModern);
            }

            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }

        Assert.DoesNotContain(unobserved, static exception => exception.ToString().Contains("The server closed its output.", StringComparison.Ordinal));
    }

    /// <summary>A server that ends while it is called. The connection is left as it is: to dispose it would be to look at what its tasks threw.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task EndAsync(bool isModern)
    {
        await using var server = FakeServer.Start(server => server.On = message => new((string?)message["method"] == "tools/call"), isModern);
        var connection = await server.ConnectAsync();
        var call = connection.CallAsync();
        await server.NextAsync("tools/call");

        await server.CloseOutputAsync();

        Assert.Equal(WireFault.Gone, (await call.FailAsync()).Fault);
        await connection.Ended.WaitAsync(FakeServer.Patience, TestContext.Current.CancellationToken);
    }
}
