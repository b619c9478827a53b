using System.Net.Http.Json;
using Chunking;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using WebHost;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Hosting;

public sealed class WebHostTests
{
    [Theory]
    [InlineData("/endpoint")]
    [InlineData("/active")]
    [InlineData("/controller")]
    [InlineData("/controller/action")]
    public async Task Get_ServedByPlugin_ReturnsItsChunks(string path)
    {
        await using var factory = new WebApplicationFactory<IndexedPieces>();
        using var client = factory.CreateClient();

        // Twice: the end of a request scope must not end the plugin.
        for (var i = 0; i < 2; i++)
        {
            var chunks = await client.GetFromJsonAsync<Chunk[]>($"{path}?text=Hello, dagstack!&size=5", TestContext.Current.CancellationToken);
            Assert.Equal([new(0, "Hello"), new(5, ", dag"), new(10, "stack"), new(15, "!")], chunks!);
        }
    }

    [Fact]
    public async Task BackgroundService_CallsPluginWhileStartingAndStopping_IsServed()
    {
        IndexedPieces pieces;
        await using (var factory = new WebApplicationFactory<IndexedPieces>())
        {
            using var client = factory.CreateClient();
            Assert.Equal(6, await client.GetFromJsonAsync<int>("/indexed", TestContext.Current.CancellationToken));
            pieces = factory.Services.GetRequiredService<IndexedPieces>();
        }

        Assert.Equal(6, pieces.CountAtStop);
    }

    [Fact]
    public async Task Resources_InjectedIntoEndpoint_AreScopedAndKeyed()
    {
        await using var factory = new WebApplicationFactory<IndexedPieces>();
        using var client = factory.CreateClient();
        var answer = await client.GetStringAsync("/clock", TestContext.Current.CancellationToken);
        Assert.Contains("\"same\":true", answer, StringComparison.Ordinal);
        Assert.Contains("\"random\":true", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BlobStore_InjectedIntoEndpoints_KeepsBlobsFromOneRequestToTheNext()
    {
        await using var factory = new WebApplicationFactory<IndexedPieces>();
        using var client = factory.CreateClient();
        using var content = new StringContent("hello");
        using var put = await client.PutAsync(new Uri("/blobs/greeting", UriKind.Relative), content, TestContext.Current.CancellationToken);
        put.EnsureSuccessStatusCode();
        Assert.Equal("hello", await client.GetStringAsync("/blobs/greeting", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task WithWebHostBuilder_OverrideInTestServices_ReplacesThePlugin()
    {
        await using var factory = new WebApplicationFactory<IndexedPieces>();
        await using var overridden = factory.WithWebHostBuilder(host => host.ConfigureTestServices(services => services.AddDagstackPlugins(o => o.Add("chunker:fixed", new WholeText()))));
        using var client = overridden.CreateClient();
        var chunks = await client.GetFromJsonAsync<Chunk[]>("/endpoint?text=Hello&size=2", TestContext.Current.CancellationToken);
        Assert.Equal([new(0, "Hello")], chunks!);
        Assert.Equal("chunker:fixed (ready)", await ChunkerAsync(client));
    }

    [Fact]
    public async Task WithWebHostBuilder_PluginDeniedInConfiguration_IsDisabledInThatHostOnly()
    {
        await using var factory = new WebApplicationFactory<IndexedPieces>();
        await using var denied = factory.WithWebHostBuilder(host => host.UseSetting("dagstack:plugins:deny:0", "chunker:*").ConfigureTestServices(services => services.Remove(services.Single(static descriptor => descriptor.ImplementationType?.Name == "Indexer"))));
        using var client = denied.CreateClient();
        Assert.StartsWith("chunker:fixed (disabled: it is switched off by 'plugins:deny'", await ChunkerAsync(client), StringComparison.Ordinal);
        using var other = factory.CreateClient();
        Assert.Equal("chunker:fixed (ready)", await ChunkerAsync(other));
    }

    private static async Task<string> ChunkerAsync(HttpClient client) =>
        Assert.Single(await client.GetFromJsonAsync<string[]>("/plugins", TestContext.Current.CancellationToken) ?? [], static plugin => plugin.StartsWith("chunker:", StringComparison.Ordinal));

    private sealed class WholeText : IChunker
    {
        public IReadOnlyList<Chunk> Chunk(string text, int? maxSize = null) => [new(0, text)];
    }
}
