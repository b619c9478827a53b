using Fixtures;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Calls;

/// <summary>Plugins that guard something: where the host requires one, no call goes past it.</summary>
public sealed class RequiredPluginCallTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Middleware_DoesNotServe_CallsFailIfItIsRequired(bool isRequired)
    {
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.Add(new PluginManifest { Id = new("horizontal_middleware", "guard") }, new Guard()).Add("stage:a", new Stage("a"));
            if (isRequired)
            {
                o.Require("horizontal_middleware:guard");
            }
        });
        var stage = Stages.Of(provider)["a"];
        Assert.Equal("a: x (guarded)", stage.Handle("x"));
        await provider.Registry.TeardownPluginAsync(new("horizontal_middleware", "guard"), _cancellation);
        if (!isRequired)
        {
            Assert.Equal("a: x", stage.Handle("x"));
            return;
        }

        var error = Assert.Throws<PluginUnavailableException>(() => stage.Handle("x"));
        Assert.Equal("horizontal_middleware:guard", error.Plugin.ToString());
        Assert.Equal("The plugin 'horizontal_middleware:guard' is stopped: it is middleware that the host requires, and calls that it wraps fail as long as it does not serve.", error.Message);
        Assert.Equal("horizontal_middleware:guard", (await Assert.ThrowsAsync<PluginUnavailableException>(() => stage.CleanAsync("x", "-", _cancellation))).Plugin.ToString());
        Assert.Equal("horizontal_middleware:guard", (await Assert.ThrowsAsync<PluginUnavailableException>(async () => await stage.Split("x", _cancellation).ToListAsync(_cancellation))).Plugin.ToString());
        await provider.Registry.SetupPluginAsync(new("horizontal_middleware", "guard"), _cancellation);
        Assert.Equal("a: x (guarded)", stage.Handle("x"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ChainPlugin_DoesNotServe_ChainsFailIfItIsRequired(bool isRequired)
    {
        await using var provider = await TestProvider.StartAsync(o =>
        {
            o.Add("stage:filter", new Stage("filter")).Add("stage:a", new Stage("a"));
            if (isRequired)
            {
                o.Require("stage:filter");
            }
        });
        var stages = Stages.Of(provider);
        Assert.Equal("x-a-filter", stages.Clean("x", "-"));
        await provider.Registry.TeardownPluginAsync(new("stage", "filter"), _cancellation);
        if (!isRequired)
        {
            Assert.Equal("x-a", stages.Clean("x", "-"));
            return;
        }

        var error = Assert.Throws<PluginUnavailableException>(() => stages.Clean("x", "-"));
        Assert.Equal("The plugin 'stage:filter' is stopped: the host requires it, and chains of the kind 'stage' fail as long as it does not serve.", error.Message);
        Assert.Equal("stage:filter", (await Assert.ThrowsAsync<PluginUnavailableException>(async () => await stages.StepAsync(1, _cancellation))).Plugin.ToString());
        Assert.Equal(["a"], (await stages.NameAsync(_cancellation)).ToList());
        await provider.Registry.SetupPluginAsync(new("stage", "filter"), _cancellation);
        Assert.Equal("x-a-filter", stages.Clean("x", "-"));
    }

    private sealed class Guard : IPluginMiddleware
    {
        public async ValueTask<object?> InvokeAsync(PluginCallContext call, PluginCallHandler next)
        {
            var result = await next(call);
            return result is string text ? $"{text} (guarded)" : result;
        }
    }
}
