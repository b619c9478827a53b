using Fixtures;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>Callers at full speed while plugins leave and come back: every result is whole, and every error a documented one.</summary>
public sealed class DispatchStressTests
{
    private const int Plugins = 12;
    private const int Callers = 8;

    [Fact]
    public async Task Dispatch_PluginsComeAndGo_NothingIsTorn()
    {
        var seconds = Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 60 : 5;
        var (called, served) = (new long[Plugins], new long[Plugins]);
        await using var provider = await TestProvider.StartAsync(o =>
        {
            for (var i = 0; i < Plugins; i++)
            {
                var number = i;
                var manifest = new PluginManifest { Id = new("stage", $"s{i:00}"), Priority = i % 3, SupportsExtensions = [i % 4 == 0 ? ".a" : ".b"] };
                o.Add(manifest, new Stage($"s{i:00}")
                {
                    OnDescribe = topic => Count(number, topic),
                    OnHandle = text => Count(number, text),
                    OnClean = text => Count(number, text),
                    OnCount = _ => Task.FromResult(Count(number, "1").Length),
                    OnTell = (news, _) =>
                    {
                        Count(number, news);
                        return Task.CompletedTask;
                    },
                });
            }
        });
        string Count(int number, string text)
        {
            Interlocked.Increment(ref called[number]);
            return text;
        }

        using var over = new CancellationTokenSource();
        var stages = Stages.Of(provider);
        var callers = Enumerable.Range(0, Callers).Select(seed => Task.Run(() => CallAsync(stages, new Random(seed), served, over.Token))).ToList();
        var mover = Task.Run(() => MoveAsync(provider, new Random(42), over.Token));

        // On a busy machine one that was stopped may take long to come back; it is over when all have been called.
        await Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System, TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => Array.TrueForAll(called, static count => count > 0));
        await over.CancelAsync();
        await Task.WhenAll([mover, .. callers]).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        Assert.Equal(called, served);
        Assert.All(called, static count => Assert.True(count > 0));
        Assert.Equal(Plugins, stages.Serving.Length);
    }

    /// <summary>Makes calls of all classes, and counts for each plugin what it must have been called for.</summary>
    private static async Task CallAsync(IPlugins<IStage> stages, Random random, long[] served, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            switch (random.Next(5))
            {
                case 0:
                    Whole(stages.Describe("x"));
                    break;
                case 1:
                    Whole(await stages.CountAsync("x", cancellationToken: CancellationToken.None));
                    break;
                case 2:
                    var list = stages.Serving;
                    Assert.Equal(list.Length, list.Select(static stage => PluginCalls.IdOf(stage)).Distinct().Count());
                    break;
                case 3:
                    var before = stages.Serving.Length;
                    _ = stages.ToList().Count + before;
                    break;
                default:
                    try
                    {
                        var plugin = stages.For(extension: random.Next(2) == 0 ? ".a" : ".b");
                        Assert.Equal("x", plugin.Handle("x"));
                        Interlocked.Increment(ref served[NumberOf(PluginCalls.IdOf(plugin)!.Value)]);
                    }
                    catch (PluginUnavailableException)
                    {
                        // It left between the lookup and the call, or all that can have left.
                    }

                    break;
            }
        }

        void Whole<T>(BroadcastResult<T> result)
        {
            Assert.Equal(result.Count, result.Plugins.Count);
            var order = result.Plugins.Select(NumberOf).ToList();
            Assert.Equal(order.OrderByDescending(static number => number % 3).ThenBy(static number => number), order);
            order.ForEach(number => Interlocked.Increment(ref served[number]));
        }
    }

    private static async Task MoveAsync(TestProvider provider, Random random, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            var id = new PluginId("stage", $"s{random.Next(Plugins):00}");
            await provider.Registry.TeardownPluginAsync(id, CancellationToken.None);
            await Task.Yield();
            await provider.Registry.SetupPluginAsync(id, CancellationToken.None);
        }
    }

    private static int NumberOf(PluginId id) => int.Parse(id.Name.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
}
