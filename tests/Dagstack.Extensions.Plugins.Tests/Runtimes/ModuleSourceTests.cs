using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>A source of modules is code of others, and is asked only where there is no assembly.</summary>
public sealed class ModuleSourceTests : IDisposable
{
    private readonly PluginFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task Source_MakesAModule_OfWhichThePluginIs()
    {
        var image = Take();
        PluginModuleContext? given = null;
        await using var provider = await StartAsync(new(context =>
        {
            given = context;
            return new(image, default);
        }));

        Assert.Equal("Hello, you!", provider.Greeter("one").Greet("you"));
        Assert.Equal(("fixtures", "greeter:one", Path.Combine(_folders.Root, "one", "fixtures.odd"), false, false), (given!.Module, given.Id.ToString(), given.OwnFile, given.IsWatched, given.BypassCache));
        Assert.Contains(given.References.Shared, static reference => reference.Name == "Fixtures.Contracts" && reference.Assembly is not null);
        Assert.Contains(given.References.Framework, static reference => reference.Name == "System.Runtime" && File.Exists(reference.File));
        Assert.DoesNotContain(given.References.Shared.Concat(given.References.Framework), static reference => reference.Name is "Dagstack.Extensions.Plugins" or "xunit.v3.core");
        Assert.Contains(typeof(object).Module.ModuleVersionId.ToString(), given.References.FrameworkIdentity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Source_WithAnAssembly_IsNotAsked()
    {
        Take(keep: true);
        await using var provider = await StartAsync(new(static _ => throw new InvalidOperationException("asked")));

        Assert.Equal("Hello, you!", provider.Greeter("one").Greet("you"));
    }

    [Fact]
    public async Task Source_Throws_IsTheReason()
    {
        Take();
        await using var provider = await StartAsync(new(static _ => throw new InvalidOperationException("on purpose")));

        AssertUnavailable(provider, PluginErrorCodes.PluginLoadError, "OddSource could not make a module of '", "System.InvalidOperationException: on purpose.", "build the module as 'fixtures.dll'");
    }

    [Fact]
    public async Task Source_MakesNothing_IsTheReason()
    {
        Take();
        await using var provider = await StartAsync(new(static _ => null!));

        AssertUnavailable(provider, PluginErrorCodes.PluginLoadError, "OddSource made nothing of '");
    }

    [Fact]
    public async Task Source_MakesNoAssembly_IsTheReason()
    {
        Take();
        await using var provider = await StartAsync(new(static _ => new("no assembly"u8.ToArray(), default)));

        AssertUnavailable(provider, PluginErrorCodes.PluginLoadError, "fixtures.odd' of plugin 'greeter:one' is not an assembly");
    }

    [Fact]
    public async Task Source_TakesForEver_IsGivenUpAtTheLookAndAtTheStart()
    {
        Take("startup_timeout_sec = 1");
        await using var provider = await StartAsync(new(static _ => throw new InvalidOperationException("asked")) { Delay = Timeout.InfiniteTimeSpan });

        AssertUnavailable(provider, PluginErrorCodes.PluginTimeout, "did not finish within 1 s");
    }

    [Fact]
    public async Task Source_Refuses_NothingIsMade()
    {
        Take();
        await using var provider = await StartAsync(new(static _ => throw new InvalidOperationException("asked")) { Refusal = new(PluginErrorCodes.RuntimeNotSupported, "it is odd. Make it even.") });

        AssertUnavailable(provider, PluginErrorCodes.RuntimeNotSupported, "it is odd. Make it even.");
    }

    [Fact]
    public void Module_WithoutBytes_IsNone() => Assert.Contains("at least one byte", Assert.Throws<ArgumentException>(static () => new PluginModule(default, default)).Message, StringComparison.Ordinal);

    /// <summary>Takes the assembly out of the folder of a plugin, whose module is in another form then.</summary>
    private byte[] Take(string more = "", bool keep = false)
    {
        _folders.Add("one", "PlainGreeter", more).Write("one/fixtures.odd", "odd");
        var assembly = Path.Combine(_folders.Root, "one", "fixtures.dll");
        var image = File.ReadAllBytes(assembly);
        if (!keep)
        {
            File.Delete(assembly);
        }

        return image;
    }

    private Task<TestProvider> StartAsync(OddSource source) =>
        TestProvider.StartAsync(o =>
        {
            o.Discover(_folders.Root);
            o.Services.TryAddEnumerable(ServiceDescriptor.Singleton<PluginModuleSource>(source));
        });

    private static void AssertUnavailable(TestProvider provider, string code, params string[] parts)
    {
        var status = provider.Status("greeter:one");
        Assert.Equal((PluginState.Unavailable, code), (status.State, status.Code));
        Assert.All(parts, part => Assert.Contains(part, status.Reason, StringComparison.Ordinal));
    }

    private sealed class OddSource(Func<PluginModuleContext, PluginModule> make) : PluginModuleSource
    {
        public PluginRefusal? Refusal { get; init; }

        public override string Extension => ".odd";

        public override PluginRefusal? Check(PluginDescription plugin) => Refusal;

        public TimeSpan Delay { get; init; }

        public override async ValueTask<PluginModule> MakeAsync(PluginModuleContext context, CancellationToken cancellationToken)
        {
            await Task.Delay(Delay, cancellationToken);
            return make(context);
        }
    }
}
