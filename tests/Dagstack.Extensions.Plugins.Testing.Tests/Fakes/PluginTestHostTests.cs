using System.Net;
using Suspects;

namespace Dagstack.Extensions.Plugins.Testing.Tests.Fakes;

public sealed class PluginTestHostTests
{
    [Fact]
    public async Task StartAsync_PluginsInCode_GetFakes()
    {
        await using var host = await new PluginTestHostBuilder { Seed = 5 }
            .WithConfiguration("probe:code:suffix", "!")
            .ConfigurePlugins(static o => o.Add(
                new PluginManifest { Id = PluginId.Parse("probe:code"), Resources = new() { Required = ["clock", "rng", "blob_store", "http_client"] } },
                static services => new Probe(services)))
            .StartAsync(TestContext.Current.CancellationToken);
        host.Http.Respond(HttpMethod.Get, "https://example.org/", "answer");

        var text = host.Get<IProbe>("probe:code").Run("x");

        Assert.Equal($"x 2000 {new DeterministicRng(5).Next()} answer", text);
        Assert.Equal("GET https://example.org/", Assert.Single(host.Http.Requests).ToString());
        Assert.Equal("probe/code/key", Assert.Single((await host.Blobs.ReadAllAsync()).Keys));
        Assert.Equal(PluginState.Ready, host.Status("probe:code").State);
    }

    [Fact]
    public async Task Status_NoSuchPlugin_SaysWhichThereAre()
    {
        await using var host = await new PluginTestHostBuilder().StartAsync(TestContext.Current.CancellationToken);

        Assert.Contains("none", Assert.Throws<InvalidOperationException>(() => host.Status("probe:none")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FakeHttpHandler_RequestWithoutRule_FailsWithTheRules()
    {
        using var client = new HttpClient(new FakeHttpHandler().Respond(HttpMethod.Get, "https://example.org/a", "{}", HttpStatusCode.NotFound));

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("https://example.org/a"), TestContext.Current.CancellationToken)).StatusCode);
        var fault = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(new Uri("https://example.org/b"), TestContext.Current.CancellationToken));
        Assert.Contains("GET https://example.org/a", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PluginContextBuilder_Context_HasWhatWasGiven()
    {
        var builder = new PluginContextBuilder("probe:code").WithConfiguration("suffix", "!");
        var context = builder.Build();

        context.Progress.Report(0.5, "half");
        await context.Checkpoint.SaveAsync("state", new byte[] { 1 }, TestContext.Current.CancellationToken);

        Assert.Equal("!", context.Configuration["suffix"]);
        Assert.Same(builder.Clock, context.Resources.GetRequired<Clock>("clock"));
        Assert.Equal("half", Assert.Single(builder.Progress.Reports).Message);
        Assert.Equal(1, builder.Checkpoint.Saves);
        Assert.Throws<MissingDependencyException>(() => context.Resources.GetRequired<object>("postgres"));
    }

    [Fact]
    public async Task InMemoryCheckpoint_EndAfter_FailsFromThatSaveOnAndKeepsIt()
    {
        var checkpoint = new InMemoryCheckpoint { EndAfter = 2 };

        await checkpoint.SaveAsync("a", new byte[] { 1 }, TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<OperationCanceledException>(() => checkpoint.SaveAsync("a", new byte[] { 2 }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<OperationCanceledException>(() => checkpoint.LoadAsync("a", TestContext.Current.CancellationToken));
        checkpoint.EndAfter = null;

        Assert.Equal([2], await checkpoint.LoadAsync("a", TestContext.Current.CancellationToken));
    }

    private sealed class Probe(IServiceProvider services) : IProbe
    {
        public string Run(string text)
        {
            var client = (HttpClient)((Microsoft.Extensions.DependencyInjection.IKeyedServiceProvider)services).GetRequiredKeyedService(typeof(HttpClient), "http_client");
            using var request = new HttpRequestMessage(HttpMethod.Get, "https://example.org/");
            using var response = client.Send(request);
            using var reader = new StreamReader(response.Content.ReadAsStream());
            ((BlobStore)services.GetService(typeof(BlobStore))!).PutAsync("key", new byte[] { 1 }).GetAwaiter().GetResult();
            return $"{text} {((Clock)services.GetService(typeof(Clock))!).Now.Year} {((Rng)services.GetService(typeof(Rng))!).Next()} {reader.ReadToEnd()}";
        }
    }
}
