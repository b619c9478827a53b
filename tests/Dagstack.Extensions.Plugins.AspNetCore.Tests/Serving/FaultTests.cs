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

    [Fact]
    public async Task Reads_OneMoreThanMayRun_WaitsForItsTurn()
    {
        using var gate = new ManualResetEventSlim();
        var blocked = 0;
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(configure: static o => o.ReadTimeout = Limits.Patience),
            configure: builder => RegistryProxy.Replace(builder.Services, name =>
            {
                if (name == "get_Plugins")
                {
                    Interlocked.Increment(ref blocked);
                    gate.Wait();
                }
            }));

        var asked = Enumerable.Range(0, 17).Select(_ => host.SendAsync(HttpMethod.Get, "/plugins")).ToList();
        await Wait.UntilAsync(() => Volatile.Read(ref blocked) == 16);
        gate.Set();

        foreach (var answer in await Task.WhenAll(asked))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answer.Dispose();
        }
    }

    [Fact]
    public async Task Hashes_ThatDoNotEnd_EndWithTheLimitAndAreTwoAtATime()
    {
        var (begun, ended, most) = (0, 0, 0);
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            static app => app.MapDagstackPlugins(configure: static o => o.ReadTimeout = TimeSpan.FromSeconds(3)),
            configure: builder => RegistryProxy.Replace(builder.Services, static _ => { }, (name, args, result) => name == "HashContentAsync" ? HashAsync((CancellationToken)args![1]!) : result));

        var asked = Enumerable.Range(0, 6).Select(_ => host.SendAsync(HttpMethod.Get, "/plugins/chunker/fixed?hash=true")).ToList();
        await Wait.UntilAsync(() => Volatile.Read(ref begun) > 0);
        using var other = await host.SendAsync(HttpMethod.Get, "/plugins/chunker/fixed");
        foreach (var answer in await Task.WhenAll(asked))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            answer.Dispose();
        }

        await Wait.UntilAsync(() => Volatile.Read(ref ended) == Volatile.Read(ref begun));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.InRange(most, 1, 2);

        async Task<string?> HashAsync(CancellationToken end)
        {
            var running = Interlocked.Increment(ref begun) - Volatile.Read(ref ended);
            InterlockedMax(ref most, running);
            try
            {
                await Task.Delay(Timeout.Infinite, end);
                return null;
            }
            finally
            {
                Interlocked.Increment(ref ended);
            }
        }

        static void InterlockedMax(ref int target, int value)
        {
            for (var known = Volatile.Read(ref target); known < value; known = Volatile.Read(ref target))
            {
                Interlocked.CompareExchange(ref target, value, known);
            }
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site: cross-site")]
    [InlineData("Origin: https://evil.example")]
    public async Task Hash_AskedForByAnotherSite_IsRefused(string header)
    {
        await using var host = await WebHost.StartAsync(static o => o.Discover("plugins/"), static app => app.MapDagstackPlugins().AllowAnonymous());

        using var with = await host.SendAsync(HttpMethod.Get, "/plugins/chunker/fixed?hash=true", header, "Sec-Fetch-Mode: navigate");
        using var without = await host.SendAsync(HttpMethod.Get, "/plugins/chunker/fixed", header);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.OK), (with.StatusCode, without.StatusCode));
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

    [Theory]
    [InlineData("cancelled", HttpStatusCode.Conflict, "not-possible", "It was held up.")]
    [InlineData("disposed", HttpStatusCode.ServiceUnavailable, "stopping", "The application is stopping")]
    [InlineData("stopping", HttpStatusCode.ServiceUnavailable, "stopping", "The application is stopping")]
    public async Task Actions_ThatAreCancelled_AreStoppingOnlyWhereTheApplicationStops(string how, HttpStatusCode status, string type, string text)
    {
        WebApplication? application = null;
        await using var host = await WebHost.StartAsync(
            static o => o.Discover("plugins/"),
            app => (application = app).MapDagstackPlugins(configure: static o => o.AllowActions = true).RequireAuthorization(),
            configure: builder =>
            {
                HeaderAuthentication.Add(builder.Services);
                RegistryProxy.Replace(builder.Services, name =>
                {
                    if (name == "ReloadAsync")
                    {
                        if (how == "stopping")
                        {
                            application!.Lifetime.StopApplication();
                        }

                        throw how == "disposed" ? new ObjectDisposedException("provider") : new OperationCanceledException("It was held up.");
                    }
                });
            });

        using var answer = await host.SendAsync(HttpMethod.Post, "/plugins/chunker/fixed/reload", "X-User: ada");
        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"https://dagstack.dev/problems/{type}", told, StringComparison.Ordinal);
        Assert.Contains(text, told, StringComparison.Ordinal);
    }
}
