using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Dagstack.Extensions.Plugins.AspNetCore.Tests.Serving;

public sealed class FaultTests
{
    [Theory]
    [InlineData("get_Plugins", "/plugins")]
    [InlineData("get_Plugins", "/plugins/events")]
    [InlineData("ActiveOf", "/plugins")]
    [InlineData("Describe", "/plugins/chunker/fixed")]
    [InlineData("DescribeConfiguration", "/plugins/chunker/fixed")]
    [InlineData("HashContentAsync", "/plugins/chunker/fixed?hash=true")]
    public async Task Reads_AMemberThatThrows_IsAProblemWithoutItsText(string member, string path)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(),
            configure: builder => RegistryProxy.Replace(builder.Services, name =>
            {
                if (name == member)
                {
                    throw new FormatException("it said hunter2");
                }
            }));

        using var answer = await host.SendAsync(HttpMethod.Get, path);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("https://dagstack.dev/problems/not-read", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.Contains(host.Logs.Lines, static line => line.Contains("[342]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Reads_AMemberThatBlocks_AreAnsweredInTimeAndHoldNoMoreThanAFewThreads()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = 0;
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(configure: static o => o.ReadTimeout = TimeSpan.FromMilliseconds(100)),
            configure: builder => RegistryProxy.Replace(builder.Services, name =>
            {
                if (name == "get_Plugins")
                {
                    Interlocked.Increment(ref blocked);
                    gate.Wait();
                }
            }));

        for (var i = 0; i < 20; i++)
        {
            using var answer = await host.SendAsync(HttpMethod.Get, "/plugins");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        using var other = await host.SendAsync(HttpMethod.Get, "/plugins/nothing/here/at/all");
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.True(blocked <= 16, $"{blocked} reads were begun.");
        gate.Set();
    }

    [Fact]
    public async Task Reads_TheClientGoesAway_TheNextOneIsAnswered()
    {
        using var gate = new ManualResetEventSlim();
        var (blocked, blocks) = (0, true);
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(),
            configure: builder => RegistryProxy.Replace(builder.Services, name =>
            {
                if (name == "get_Plugins" && Volatile.Read(ref blocks))
                {
                    Interlocked.Increment(ref blocked);
                    gate.Wait();
                }
            }));
        using var leaving = new CancellationTokenSource();

        var asked = host.Client.GetAsync("/plugins", leaving.Token);
        await Wait.UntilAsync(() => Volatile.Read(ref blocked) == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Volatile.Write(ref blocks, false);
        using var next = await host.SendAsync(HttpMethod.Get, "/plugins");
        gate.Set();

        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.DoesNotContain(host.Logs.Lines, static line => line.Contains("[342]", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ReloadAsync", "reload")]
    [InlineData("SetupPluginAsync", "setup")]
    [InlineData("TeardownPluginAsync", "teardown")]
    [InlineData("Activate", "activate")]
    public async Task Actions_AMemberThatThrows_IsAProblemAndAudited(string member, string action)
    {
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(configure: static o => o.AllowActions = true).RequireAuthorization(),
            configure: builder =>
            {
                HeaderAuthentication.Add(builder.Services);
                RegistryProxy.Replace(builder.Services, name =>
                {
                    if (name == member)
                    {
                        throw new FormatException("out of order");
                    }
                });
            });

        using var answer = await host.SendAsync(HttpMethod.Post, $"/plugins/chunker/fixed/{action}", "X-User: ada");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains(host.Logs.Lines, line => line.Contains($"[352] The {action} of chunker:fixed that ada asked for failed", StringComparison.Ordinal));
    }
}
