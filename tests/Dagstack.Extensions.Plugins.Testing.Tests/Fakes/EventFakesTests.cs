using System.Collections.Concurrent;
using Dagstack.Extensions.Plugins.Testing.Tests.Suite;
using Suspects;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Fakes;

/// <summary>Events and tenants in tests of plugins.</summary>
public sealed class EventFakesTests
{
    private sealed record Moved(string Id, int Page);

    private sealed record Seen(string Id);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RecordingEvents_PublishedByThePlugin_AreKeptAndHandled()
    {
        var events = new RecordingEvents();
        ConcurrentQueue<string> heard = [];
        var waiting = events.WaitForAsync("index.moved", Cancellation);
        await using var all = events.Subscribe<Seen>("index.*", async (e, token) =>
        {
            await Task.Yield();
            heard.Enqueue($"{e.Topic} {e.Payload.Id}");
        });
        await using var one = events.Subscribe<Moved>("index.moved", (e, _) =>
        {
            heard.Enqueue($"at once {e.Payload.Page}");
            return default;
        });
        events.Publish("index.moved", new Moved("a", 1));
        events.Publish("other", 5);
        Assert.Contains("at once 1", heard);
        await events.WhenHandledAsync();

        Assert.Contains("index.moved a", heard);
        Assert.Equal(["index.moved", "other"], events.Published.Select(static published => published.Topic));
        Assert.Equal(new Moved("a", 1), (await waiting).Payload);
        Assert.Equal((1, 1), (all.Handled, one.Handled));
        Assert.Equal(["index.*", "index.moved"], events.Subscribed);
        await all.DisposeAsync();
        one.Dispose();
        events.Publish("index.moved", new Moved("b", 2));
        Assert.Empty(events.Subscribed);
        Assert.Equal((1, 1), (all.Handled, one.Handled));
        Assert.Throws<ArgumentException>(() => events.Publish("Index", 1));
    }

    [Fact]
    public async Task RecordingEvents_HandlerThrows_IsToldToWhoWaits()
    {
        var events = new RecordingEvents();
        await using var subscription = events.Subscribe<int>("n", static (e, _) => e.Payload == 1 ? throw new InvalidOperationException("one") : default);
        events.Publish("n", 1);
        events.Publish("n", 2);

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(events.WhenHandledAsync);
        Assert.Equal("one", fault.Message);
        Assert.Equal((1, 1), (subscription.Handled, subscription.Failed));
    }

    [Fact]
    public async Task RecordingEvents_DisposedWhileAHandlerRuns_DropsWhatWaitsAndWaitsForTheHandler()
    {
        var events = new RecordingEvents();
        var go = new TaskCompletionSource();
        ConcurrentQueue<int> heard = [];
        var subscription = events.Subscribe<int>("n", async (e, _) =>
        {
            heard.Enqueue(e.Payload);
            await go.Task;
        });
        events.Publish("n", 1);
        events.Publish("n", 2);

        var disposing = subscription.DisposeAsync().AsTask();
        var handled = events.WhenHandledAsync();
        Assert.Equal((false, false), (disposing.IsCompleted, handled.IsCompleted));
        go.SetResult();
        await disposing;
        await handled;
        Assert.Equal([1], heard);
        Assert.Equal((1, 1, 0), (subscription.Handled, subscription.Dropped, subscription.Failed));
    }

    [Fact]
    public async Task RecordingEvents_DisposedByItsHandler_DoesNotWaitForItself()
    {
        var events = new RecordingEvents();
        PluginSubscription? once = null;
        once = events.Subscribe<int>("n", async (_, token) =>
        {
            await Task.Yield();
            await once!.DisposeAsync();
            token.ThrowIfCancellationRequested();
        });
        events.Publish("n", 1);

        // That its token is cancelled is its own doing, and nothing that a host would log.
        await events.WhenHandledAsync().WaitAsync(Cancellation);
        Assert.Equal((0, 1), (once.Handled, once.Failed));
    }

    [Fact]
    public async Task TestHost_Events_AreThoseOfTheHost()
    {
        await using var host = await new PluginTestHostBuilder()
            .ConfigurePlugins(static o => o.Add("probe:code", new Echo()))
            .StartAsync(Cancellation);
        host.Events.Publish("say", "hello");

        var said = await host.WaitForEventAsync("said", Cancellation);
        Assert.Equal(("hello!", "probe:code"), (said.Payload, said.Publisher?.ToString()));
        Assert.Equal(["say", "said"], host.PublishedEvents.Select(static published => published.Topic));
        Assert.Null(host.PublishedEvents[0].Publisher);
    }

    [Fact]
    public async Task FakeTenant_Denies_AndKeepsWhatItWasAsked()
    {
        var tenant = new FakeTenant().Deny("index", "delete").Deny("secrets", "*");
        using var scope = CallMetadata.Begin(CallMetadata.TenantId, "acme");
        Assert.True(await tenant.CheckAccessAsync("index", "read", Cancellation));
        Assert.False(await tenant.CheckAccessAsync("index", "delete", Cancellation));
        Assert.False(await tenant.CheckAccessAsync("secrets", "read", Cancellation));
        tenant.Deny("*", "*");
        Assert.False(await tenant.CheckAccessAsync("index", "read", Cancellation));
        Assert.Equal([true, false, false, false], tenant.Checks.Select(static check => check.IsAllowed));
        Assert.All(tenant.Checks, static check => Assert.Equal("acme", check.TenantId));
        await Assert.ThrowsAsync<ArgumentException>(async () => await tenant.CheckAccessAsync("", "read", Cancellation));
    }

    [Fact]
    public async Task Fakes_OfContextAndHost_DecideForThePlugin()
    {
        var builder = new PluginContextBuilder("probe:code");
        builder.Tenant.Deny("index", "delete");
        Assert.False(await builder.Build().Tenant.CheckAccessAsync("index", "delete", Cancellation));
        Assert.Equal("index", Assert.Single(builder.Tenant.Checks).Resource);

        var asking = new Echo();
        await using var host = await new PluginTestHostBuilder().ConfigurePlugins(o => o.Add("probe:code", asking)).StartAsync(Cancellation);
        host.Tenant.Deny("index", "delete");
        Assert.False(await asking.Context!.Tenant.CheckAccessAsync("index", "delete", Cancellation));
        Assert.True(await asking.Context.Tenant.CheckAccessAsync("index", "read", Cancellation));
        Assert.Equal(["delete", "read"], host.Tenant.Checks.Select(static check => check.Action));
    }

    [Theory]
    [InlineData("ForgottenSubscription", false)]
    [InlineData("DisposedSubscription", true)]
    public async Task Suite_SubscriptionThatIsLeft_IsALeak(string className, bool isOk)
    {
        using var suspect = new Suspect(className);

        var report = await PluginContractSuite.ForFolder(suspect.Folder).Only(PluginCheck.Lifecycle).RunAsync(Cancellation);

        Assert.Equal(isOk, report.Ok);
        Assert.Equal(isOk ? [] : [("LeakDetected", "After its teardown the plugin is still subscribed to the events probe.*.", "SetupAsync")], report.Failures.Select(static failure => (failure.Code, failure.Message, failure.Location.Member)));
    }

    private sealed class Echo : IProbe, IPluginSetup
    {
        public PluginContext? Context { get; private set; }

        public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken)
        {
            Context = context;
            context.Events.Subscribe<string>("say", (e, _) =>
            {
                context.Events.Publish("said", e.Payload + "!");
                return default;
            });
            return default;
        }

        public string Run(string text) => text;
    }
}
