using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.Catalog;
using Dagstack.Extensions.Plugins.CompilerServices;
using Dagstack.Extensions.Plugins.Hosting;
using Fixtures;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Keys in [FromKeyedServices] that no plugin has. The container's own validation is off: it would complain first.</summary>
public sealed class PluginKeyTests
{
    [Fact]
    public async Task Start_MistypedKeys_StopsBeforeAnythingStartsWithAllOfThem()
    {
        using var folders = new PluginFolders().Write("nameless/dagstack.toml", "[plugin\n");
        var setups = 0;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDagstackPlugins(o => o.Discover(folders.Root).Add("greeter:plain", new CodePlugin
        {
            OnSetup = _ =>
            {
                setups++;
                return default;
            },
        }));

        // Registered after the plugins: the collection is looked at when the host starts.
        builder.Services.AddSingleton<Mistyped>();
        builder.Services.AddKeyedScoped<MistypedKind>("mine");
        builder.Services.AddTransient(typeof(Open<>));
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal(
            [("greeter:plian", "greeter:plain"), ("greter:plain", "greeter:plain"), ("greeter:nothing-like-it", null)],
            error.Keys.Select(static key => (key.Key, key.NearestKey)));
        Assert.Equal([folders.ManifestOf("nameless")], error.Manifests);
        Assert.Contains($"{typeof(Mistyped)}, parameter 'greeter' of type Fixtures.IGreeter, key 'greeter:plian': no plugin has that key. Did you mean 'greeter:plain'?", error.Message, StringComparison.Ordinal);
        Assert.Contains("Keys of that type: greeter:plain, greeter.", error.Message, StringComparison.Ordinal);
        Assert.Contains(folders.ManifestOf("nameless"), error.Message, StringComparison.Ordinal);
        Assert.Equal(0, setups);
    }

    [Fact]
    public async Task SetupPluginsAsync_MistypedKey_ThrowsEachTime()
    {
        await using var provider = Build(static services => services.AddSingleton<Mistyped>());
        await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SetupPluginsAsync_RightKeyOfAnotherType_SaysTheContract()
    {
        await using var provider = Build(static services => services.AddSingleton<OtherType>());
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("key 'greeter:plain': the key means a plugin of the kind 'greeter', whose contract is Fixtures.IGreeter.", error.Message, StringComparison.Ordinal);
        Assert.Null(Assert.Single(error.Keys).NearestKey);
    }

    [Fact]
    public async Task SetupPluginsAsync_BareName_MeansThePluginOfTheKind()
    {
        await using var provider = Build(static services => services.AddSingleton<BareName>());
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal("greeter:plain", Assert.Single(error.Keys).NearestKey);
    }

    [Fact]
    public async Task SetupPluginsAsync_OptionalParameter_IsAWarning()
    {
        var logs = new TestLogs();
        await using var provider = Build(services => services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)).AddSingleton<Optional>().AddSingleton<Several>());
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Null(provider.GetRequiredService<Optional>().Greeter);
        Assert.Empty(provider.GetRequiredService<Several>().Greeters);
        var warnings = logs.Lines.Where(static line => line.StartsWith("Warning Dagstack.Extensions.Plugins[16] ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.All(warnings, static line => Assert.Contains("Did you mean 'greeter:plain'?", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetupPluginsAsync_NullableParameterWithoutDefault_IsRequiredAsInTheContainer()
    {
        await using var provider = Build(static services => services.AddSingleton<Nullable>());
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Nullable>());
        await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SetupPluginsAsync_KeysThatAreRight_AreLeftAlone()
    {
        await using var provider = Build(static services =>
        {
            services.AddSingleton<Right>();
            services.AddKeyedSingleton<IGreeter>("greeter:own", new CodePlugin());
            services.AddKeyedSingleton<IEventSink>("greeter:plain", new EventLog());
        });
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(provider.GetRequiredService<Right>());
    }

    [Fact]
    public async Task SetupPluginsAsync_ManifestOfTheKeyThatIsMeantIsWrong_SaysWhy()
    {
        using var folders = new PluginFolders().Add("plian", "PlainGreeter");
        var manifest = Path.Combine(folders.Root, "plian", "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("\"greeter\"", "\"greter\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var services = new ServiceCollection().AddSingleton<Mistyped>();
        services.AddDagstackPlugins(o => o.Discover(folders.Root));
        await using var provider = services.BuildServiceProvider();
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"No key could be made of these, of which one may be meant:{Environment.NewLine}  {manifest}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("is \"greter\", but this host has no contract for that kind. Did you mean 'greeter'?", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SetupPluginsAsync_FolderWithoutAManifest_IsNamedWhereAKeyIsMissing()
    {
        using var folders = new PluginFolders().Add("plian", "PlainGreeter");
        var folder = Path.Combine(folders.Root, "plian");
        File.Delete(Path.Combine(folder, "dagstack.toml"));
        await File.WriteAllTextAsync(Path.Combine(folder, "Plain.deps.json"), "{}", TestContext.Current.CancellationToken);
        using var logs = new TestLogs();
        var services = new ServiceCollection().AddSingleton<Mistyped>().AddLogging(builder => builder.AddProvider(logs));
        services.AddDagstackPlugins(o => o.Discover(folders.Root));
        await using var provider = services.BuildServiceProvider();
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"the folder '{folder}' has Plain.dll and no dagstack.toml, so no plugin is taken from it.", error.Message, StringComparison.Ordinal);
        Assert.Contains(logs.Lines, line => line.Contains($"'{folder}' has Plain.dll and no dagstack.toml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SetupPluginsAsync_NameThatIsNone_IsNotSuggestedAndIsSaidWhy()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var manifest = Path.Combine(folders.Root, "plain", "dagstack.toml");
        await File.WriteAllTextAsync(manifest, (await File.ReadAllTextAsync(manifest, TestContext.Current.CancellationToken)).Replace("\"plain\"", "\"Plain\"", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var services = new ServiceCollection().AddSingleton<Mistyped>();
        services.AddDagstackPlugins(o => o.Discover(folders.Root));
        await using var provider = services.BuildServiceProvider();
        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain("greeter:Plain", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{manifest}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'plugin.name' is the string \"Plain\"", error.Message, StringComparison.Ordinal);
        Assert.Equal([manifest], error.Manifests);
    }

    [Theory]
    [InlineData(typeof(Keyless), "parameter 'greeter' of type Fixtures.IGreeter, no key: a contract has no service without a key. Write [FromKeyedServices(\"greeter:plain\")] before the parameter, or another key. Keys of that type: greeter:plain, greeter.")]
    [InlineData(typeof(AllKeyless), "parameter 'greeters' of type System.Collections.Generic.IEnumerable`1[Fixtures.IGreeter], no key: a contract has no service without a key. Take IPlugins<IGreeter>, which has all its plugins, or one by its key. Keys of that type: greeter:plain, greeter.")]
    public async Task SetupPluginsAsync_ContractWithoutAKey_SaysWhichKeysThereAre(Type type, string message)
    {
        using var logs = new TestLogs();
        await using var provider = Build(services => services.AddSingleton(type).AddSingleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs));
        if (type == typeof(AllKeyless))
        {
            // There may just be none.
            await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
            Assert.Contains(logs.Lines, line => line.EndsWith($"{type}, {message}", StringComparison.Ordinal));
            return;
        }

        var error = await Assert.ThrowsAsync<PluginKeyException>(() => provider.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith($"Services ask for plugins by keys that no such plugin has, or by none:{Environment.NewLine}  {type}, {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal((string.Empty, "greeter"), (Assert.Single(error.Keys).Key, error.Keys[0].Parameter));
    }

    [Fact]
    public async Task SetupPluginsAsync_ContractWithoutAKeyThatTheApplicationHas_IsLeftAlone()
    {
        await using var provider = Build(static services => services.AddSingleton<Keyless>().AddSingleton<TwoWays>().AddSingleton<IGreeter>(new CodePlugin()));
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(provider.GetRequiredService<Keyless>());
    }

    [Fact]
    public async Task SetupPluginsAsync_ContractWithoutAKeyInOneOfSeveralConstructors_IsLeftToTheContainer()
    {
        await using var provider = Build(static services => services.AddSingleton<TwoWays>());
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(provider.GetRequiredService<TwoWays>());
    }

    [Fact]
    public async Task SetupPluginsAsync_KeysOfTheApplicationsOwn_AreLeftAloneEvenIfTheyAreNotRegistered()
    {
        await using var provider = Build(static services => services.AddSingleton<Others>());
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Others>());
    }

    [Fact]
    public async Task SetupPluginsAsync_ServiceAddedAfterTheProviderWasBuilt_ConcernsTheNextProviderOnly()
    {
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => o.Add("greeter:plain", new CodePlugin()));
        await using var before = services.BuildServiceProvider();
        services.AddSingleton<Mistyped>();
        await using var after = services.BuildServiceProvider();
        await before.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<PluginKeyException>(() => after.SetupPluginsAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task SetupPluginsAsync_ClassWhoseConstructorCannotBeRead_IsLeftToTheContainer()
    {
        var missing = Compiler.Compile("KeysMissing", "namespace Missing { public class Need { } }");
        var image = InTree.Compile("KeysPartial", "public sealed class Needy { public Needy(Missing.Need need, [Microsoft.Extensions.DependencyInjection.FromKeyedServices(\"greeter:plian\")] IGreeter greeter) { } }", [], MetadataReference.CreateFromImage(missing));
        var type = AssemblyLoadContext.Default.LoadFromStream(new MemoryStream(image)).GetType("App.Needy")!;
        await using var provider = Build(services => services.AddSingleton(type));
        await provider.SetupPluginsAsync(TestContext.Current.CancellationToken);
        Assert.Throws<FileNotFoundException>(() => provider.GetService(type));
    }

    [Fact]
    public async Task CheckPluginKeys_PlacesThatNoServiceHas_AreToldWithTheirKeys()
    {
        await using var provider = Build(static _ => { });
        var error = provider.CheckPluginKeys(
            [
                new() { Place = "GET /one", Parameter = "greeter", ParameterType = typeof(IGreeter), Key = "greeter:plian" },
                new() { Place = "GET /two", Parameter = "greeter", ParameterType = typeof(IGreeter) },
                new() { Place = "GET /three", Parameter = "greeter", ParameterType = typeof(IGreeter), Key = "greeter:plain" },
                new() { Place = "GET /four", Parameter = "greeter", ParameterType = typeof(IGreeter), Key = "greeter:plian", IsOptional = true },
                new() { Place = "GET /five", Parameter = "disposable", ParameterType = typeof(IDisposable) },
            ],
            "Endpoints");
        Assert.NotNull(error);
        Assert.StartsWith($"Endpoints ask for plugins by keys that no such plugin has, or by none:{Environment.NewLine}  GET /one, parameter 'greeter' of type Fixtures.IGreeter, key 'greeter:plian': no plugin has that key. Did you mean 'greeter:plain'?", error.Message, StringComparison.Ordinal);
        Assert.Equal([("GET /one", "greeter:plain"), ("GET /two", null)], error.Keys.Select(static key => (key.ImplementationType, key.NearestKey)));
    }

    [Fact]
    public async Task CheckPluginKeys_NothingWrong_IsNull()
    {
        await using var provider = Build(static _ => { });
        Assert.Null(provider.CheckPluginKeys([new() { Place = "GET /", Parameter = "greeter", ParameterType = typeof(IGreeter), Key = "greeter" }]));
        Assert.Null(provider.CheckPluginKeys([]));
    }

    [Fact]
    public async Task CheckPluginKeys_WithoutPlugins_SaysWhatToCall()
    {
        await using var provider = new ServiceCollection().BuildServiceProvider();
        var error = Assert.Throws<InvalidOperationException>(() => provider.CheckPluginKeys([]));
        Assert.Contains("AddDagstackPlugins", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OneInterfaceAsTheContractOfTwoKinds_LooksInBoth()
    {
        await using var provider = new ServiceCollection().BuildServiceProvider();
        var contracts = new[] { new Comparers("ordinal"), new Comparers("natural") }.ToDictionary(static contract => contract.Kind, static PluginContract (contract) => contract);
        var catalog = PluginCatalog.Create(
            new([], new Dictionary<string, PluginContract>(), "1.0.0", new(null), new([], null, new(null), static _ => null), null, static _ => false),
            new([], NullLogger.Instance));
        var check = new PluginKeyCheck(catalog, contracts, [], provider.GetRequiredService<IServiceProviderIsKeyedService>().IsKeyedService);
        var problems = check.Check(
        [
            new(nameof(Mistyped), "one", typeof(IComparer<string>), "ordnal", HasDefault: false),
            new(nameof(Mistyped), "two", typeof(IComparer<string>), "naturl", HasDefault: false),
        ]);
        Assert.Equal(["ordinal", "natural"], problems.Select(static problem => problem.NearestKey));
    }

    [Fact]
    public void BuildServiceProvider_ValidateOnBuild_ComplainsFirst()
    {
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => o.Add("greeter:plain", new CodePlugin()));
        services.AddSingleton<Mistyped>();
        var error = Assert.Throws<AggregateException>(() => TestProvider.Build(services));
        Assert.Contains(nameof(IGreeter), error.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<IServiceCollection> more)
    {
        var services = new ServiceCollection();
        services.AddDagstackPlugins(static o => o.Add("greeter:plain", new CodePlugin()));
        more(services);
        return services.BuildServiceProvider(validateScopes: true);
    }

#pragma warning disable CS9113 // What is taken is not used.
    private sealed class Mistyped([FromKeyedServices("greeter:plian")] IGreeter greeter);

    private sealed class Keyless(IGreeter greeter);

    private sealed class AllKeyless(IEnumerable<IGreeter> greeters);

    private sealed class TwoWays
    {
        public TwoWays()
        {
        }

        public TwoWays(IGreeter greeter)
        {
        }
    }

    private sealed class MistypedKind([FromKeyedServices("greter:plain")] IGreeter greeter);

    private sealed class Open<T>([FromKeyedServices("greeter:nothing-like-it")] IGreeter greeter, [FromKeyedServices("comparer:any")] IComparer<T> comparer);

    private sealed class OtherType([FromKeyedServices("greeter:plain")] IStore greeter);

    private sealed class BareName([FromKeyedServices("plain")] IGreeter greeter);

    private sealed class Nullable([FromKeyedServices("greeter:plian")] IGreeter? greeter);

    private sealed class Right([FromKeyedServices("greeter:plain")] IGreeter one, [FromKeyedServices("greeter")] IGreeter two, [FromKeyedServices("greeter:own")] IGreeter three, [FromKeyedServices("greeter:plain")] IEventSink four);

    private sealed class Others([FromKeyedServices("cache:main")] IEventSink one, [FromKeyedServices(5)] IGreeter two, [FromKeyedServices("somewhere-else-entirely")] IGreeter three);
#pragma warning restore CS9113

    private sealed class Comparers(string kind) : PluginContract(typeof(IComparer<string>), kind, "1.0.0")
    {
        public override PluginProxy CreateProxy(PluginSlot slot) => throw new NotSupportedException("No proxy is asked for.");

        protected override IReadOnlyList<HookDescriptor> CreateHooks() => [];
    }

    private sealed class Optional([FromKeyedServices("greeter:plian")] IGreeter? greeter = null)
    {
        public IGreeter? Greeter => greeter;
    }

    private sealed class Several([FromKeyedServices("greeter:plian")] IEnumerable<IGreeter> greeters)
    {
        public IEnumerable<IGreeter> Greeters => greeters;
    }
}
