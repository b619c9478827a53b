using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Lifecycle;

public sealed class SetupAndTeardownTests
{
    [Fact]
    public async Task Setup_Dependencies_StartFirstAndStopLast()
    {
        using var folders = new PluginFolders()
            .Add("a", "RecordingGreeter", "priority = 9\ndepends_on = [\"b\"]")
            .Add("b", "RecordingGreeter", "depends_on = [{ kind = \"greeter\", name = \"c\" }]")
            .Add("c", "RecordingGreeter")
            .Add("d", "RecordingGreeter", "priority = 5");
        var provider = await TestProvider.StartAsync(folders);
        AssertInOrder(provider.Events, "setup c", "setup b", "setup a");
        AssertInOrder(provider.Events, "setup d", "setup b");
        await provider.DisposeAsync();
        AssertInOrder(provider.Events, "teardown a", "dispose a", "teardown b", "dispose b", "teardown c", "dispose c");
        AssertInOrder(provider.Events, "dispose b", "teardown d", "dispose d");
    }

    [Fact]
    public async Task Setup_Throws_PluginAndItsDependantsAreUnavailableTheRestGoesOn()
    {
        using var folders = new PluginFolders()
            .Add("bad", "ThrowingSetup")
            .Add("child", "PlainGreeter", "depends_on = [\"bad\"]")
            .Add("grandchild", "PlainGreeter", "depends_on = [\"child\"]")
            .Add("good", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("Hello, x!", provider.Greeter("good").Greet("x"));
        Assert.Contains("setup threw System.InvalidOperationException: setup failed", provider.Status("greeter:bad").Reason, StringComparison.Ordinal);
        Assert.Equal("MissingDependency", provider.Status("greeter:child").Code);
        Assert.Contains("it depends on 'greeter:child', which is unavailable because 'greeter:bad' is unavailable: its setup threw", provider.Status("greeter:grandchild").Reason, StringComparison.Ordinal);
        Assert.Equal(["disposed after a failed setup"], provider.Events.Events);
    }

    [Theory]
    [InlineData("depends_on = [\"nobody\"]", "MissingDependency", "'nobody', which was not found")]
    [InlineData("depends_on = [\"shared\"]", "AmbiguousPlugin", "kind = \\\"greeter\\\", name = \\\"shared\\\"")]
    public async Task Setup_DependencyThatCannotBeResolved_IsUnavailable(string dependency, string code, string reason)
    {
        using var folders = new PluginFolders()
            .Add("lonely", "PlainGreeter", dependency)
            .Add("shared", "PlainGreeter")
            .Add("shared", "StoreInAField", kind: "store", folder: "shared-store");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal(code, provider.Status("greeter:lonely").Code);
        Assert.Contains(reason.Replace("\\\"", "\"", StringComparison.Ordinal), provider.Status("greeter:lonely").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HangingSetup")]
    [InlineData("BlockingSetup")]
    public async Task Setup_Overruns_IsUnavailableAndTheNextStarts(string className)
    {
        using var folders = new PluginFolders().Add("slow", className, "priority = 9\nstartup_timeout_sec = 1").Add("good", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal((PluginState.Unavailable, "PluginTimeout"), (provider.Status("greeter:slow").State, provider.Status("greeter:slow").Code));
        Assert.Contains("within 1 s", provider.Status("greeter:slow").Reason, StringComparison.Ordinal);
        Assert.Equal("Hello, x!", provider.Greeter("good").Greet("x"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(25)]
    public async Task Setup_ManyPlugins_AllAreInTheirSetupAtTheSameTime(int blocking)
    {
        const int count = 200;
        var (begun, all) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        await using var provider = await TestProvider.StartAsync(o =>
        {
            for (var i = 0; i < count; i++)
            {
                var isBlocking = i * blocking / count != (i + 1) * blocking / count;
                o.Add($"greeter:p{i}", _ => new CodePlugin { OnSetup = _ => SetupAsync(isBlocking) });
            }
        });
        Assert.Equal(count, provider.Registry.Plugins.Count(static plugin => plugin.State == PluginState.Ready));

        // Each ends when all have begun.
        ValueTask SetupAsync(bool isBlocking)
        {
            if (Interlocked.Increment(ref begun) == count)
            {
                all.SetResult();
            }

            if (isBlocking)
            {
                all.Task.Wait(CancellationToken.None);
            }

            return new(all.Task);
        }
    }

    [Fact]
    public async Task Setup_Cancelled_ThrowsAndCanBeCalledAgain()
    {
        using var folders = new PluginFolders().Add("first", "RecordingGreeter").Add("slow", "HangingSetup", "depends_on = [\"first\"]\nstartup_timeout_sec = 1");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root));
        using var cancel = new CancellationTokenSource();
        var setup = provider.Services.SetupPluginsAsync(cancel.Token);
        await provider.Events.WaitForAsync("setup hangs");
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:first").State);
        Assert.Contains("cancelled", provider.Status("greeter:slow").Reason, StringComparison.Ordinal);

        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal("PluginTimeout", provider.Status("greeter:slow").Code);
        Assert.Equal(["setup first", "setup hangs", "setup hangs"], provider.Events.Events);
    }

    [Fact]
    public async Task Dispose_DuringSetup_CancelsItAndTearsDownWhatStarted()
    {
        using var folders = new PluginFolders().Add("first", "RecordingGreeter").Add("slow", "HangingSetup", "depends_on = [\"first\"]");
        var provider = TestProvider.Build(o => o.Discover(folders.Root));
        var setup = provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await provider.Events.WaitForAsync("setup hangs");
        await provider.DisposeAsync().AsTask().WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => setup);
        Assert.Equal(["setup first", "setup hangs", "teardown first", "dispose first"], provider.Events.Events);
    }

    [Fact]
    public async Task Setup_TwiceAtOnce_StartsEachPluginOnce()
    {
        using var folders = new PluginFolders().Add("one", "RecordingGreeter");
        await using var provider = TestProvider.Build(o => o.Discover(folders.Root));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => provider.Services.SetupPluginsAsync())));
        Assert.Equal(["setup one"], provider.Events.Events);
    }

    [Fact]
    public async Task Teardown_Throws_TheOthersAreStoppedAndAllIsReported()
    {
        using var folders = new PluginFolders().Add("bad", "ThrowingTeardown").Add("good", "RecordingGreeter", "priority = 9");
        await using var provider = await TestProvider.StartAsync(folders);
        var errors = await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("greeter:bad", Assert.Single(errors.Errors).Key.ToString());
        Assert.Contains("teardown failed", errors.Message, StringComparison.Ordinal);
        Assert.Equal(["setup good", "teardown good", "dispose good"], provider.Events.Events);
        Assert.Equal(PluginState.Stopped, provider.Status("greeter:bad").State);
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Teardown_Overruns_IsLeaked()
    {
        using var folders = new PluginFolders().Add("stuck", "HangingTeardown", "teardown_timeout_sec = 1");
        await using var provider = await TestProvider.StartAsync(folders);
        var errors = await Assert.ThrowsAsync<TeardownErrorsException>(() => provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("did not finish", errors.Message, StringComparison.Ordinal);
        Assert.Equal((PluginState.Leaked, "LeakDetected"), (provider.Status("greeter:stuck").State, provider.Status("greeter:stuck").Code));
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("stuck").Greet("x"));
    }

    [Fact]
    public async Task Teardown_AnswersFalse_RequiresARestart()
    {
        using var folders = new PluginFolders().Add("unreleased", "RecordingGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.True(provider.Status("greeter:unreleased").RequiresRestart);
    }

    [Fact]
    public async Task Teardown_CallInFlight_IsDrainedThenCancelled()
    {
        using var folders = new PluginFolders().Add("busy", "OverridingGreeter");
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<TimeProvider>(time));
        var call = provider.Greeter("busy").GreetAsync("x", CancellationToken.None);
        var teardown = provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.False(call.IsCompleted);
        Assert.Equal(PluginState.Stopping, provider.Status("greeter:busy").State);
        Assert.Throws<PluginUnavailableException>(() => provider.Greeter("busy").Greet("late"));

        time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken));
        await teardown.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Stopped, provider.Status("greeter:busy").State);
    }

    [Fact]
    public async Task Teardown_StreamOpen_IsInFlightUntilItsEnumeratorIsDisposed()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        var stream = provider.Greeter("plain").GreetAll(["a", "b"], TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());
        var teardown = provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Stopping, provider.Status("greeter:plain").State);
        Assert.False(teardown.IsCompleted);
        await stream.DisposeAsync();
        await teardown.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(PluginState.Stopped, provider.Status("greeter:plain").State);
    }

    /// <summary>Members of a group go in parallel; what depends on each other does not.</summary>
    private static void AssertInOrder(EventLog events, params string[] expected) =>
        Assert.Equal(expected, events.Events.Where(expected.Contains));
}
