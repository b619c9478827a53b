using Dagstack.Extensions.Plugins.Resources;
using Fixtures;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>Plugins where there is no host: what they are given, and who is refused.</summary>
public sealed class StandalonePluginTests : IDisposable
{
    private readonly PluginFolders _folders = new();

    public void Dispose() => _folders.Dispose();

    [Fact]
    public async Task LoadAsync_Options_AreBoundAndFollowTheConfiguration()
    {
        var configuration = new ConfigurationManager { ["greeter:one:greeting"] = "Hi" };
        var plugin = await LoadAsync("OptionsGreeter", configuration: configuration);
        var greeter = (IGreeter)plugin.Target;
        Assert.Equal("Hi x1 Plain", greeter.Greet("options"));

        configuration["greeter:one:greeting"] = "Hey";
        ((IConfigurationRoot)configuration).Reload();

        await Wait.UntilAsync(() => greeter.Greet("monitor") == "Hey x1 Plain");
        Assert.True(await plugin.EndAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task LoadAsync_InvalidOptions_AreNamed()
    {
        var fault = await Assert.ThrowsAnyAsync<PluginRegistryException>(() => LoadAsync("OptionsGreeter", configuration: new ConfigurationManager { ["greeter:one:repeat_count"] = "11" }));

        Assert.Contains("greeter:one:repeat_count", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LoadAsync_Context_IsWhatWasGiven()
    {
        var logs = new TestLogs();
        var plugin = await LoadAsync("ContextGreeter", configuration: new ConfigurationManager { ["greeter:one:greeting"] = "Hi" }, logs: logs);
        var greeter = (IGreeter)plugin.Target;

        Assert.Equal(("Hi", "greeter:one", "/own"), (greeter.Greet("configuration"), greeter.Greet("manifest"), greeter.Greet("folder")));
        Assert.Contains(logs.Lines, static line => line.Contains("typed", StringComparison.Ordinal));
        Assert.Contains("asks for the registry of the host", Assert.Throws<RuntimeNotSupportedException>(() => greeter.Greet("registry")).Message, StringComparison.Ordinal);
        await plugin.SetupAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Healthy, (await plugin.CheckHealthAsync(TestContext.Current.CancellationToken)).Status);
        await plugin.EndAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task LoadAsync_Resources_AreThoseThatWereGiven()
    {
        const string Declared = "[plugin.resources]\nrequired = [\"clock\"]";
        var lacking = await Assert.ThrowsAsync<MissingDependencyException>(() => LoadAsync("ClockGreeter", Declared));
        var plugin = await LoadAsync("ClockGreeter", Declared, resources: new() { ["clock"] = new SystemClock(TimeProvider.System) });
        var wrong = await Assert.ThrowsAsync<ArgumentException>(() => LoadAsync("ClockGreeter", Declared, resources: new() { ["clock"] = "noon" }));
        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => LoadAsync("ClockGreeter", Declared, resources: new() { ["clok"] = "noon" }));

        Assert.Equal("clock", lacking.Dependency);
        Assert.StartsWith("x at ", ((IGreeter)plugin.Target).Greet("x"), StringComparison.Ordinal);
        Assert.Contains("a Dagstack.Extensions.Plugins.Clock", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'clock'?", unknown.Message, StringComparison.Ordinal);
        await plugin.EndAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task LoadAsync_ParameterThatNobodyGives_IsRefusedByName()
    {
        var fault = await Assert.ThrowsAsync<RuntimeNotSupportedException>(() => LoadAsync("ServiceGreeter"));

        Assert.Contains("'sink' of type Fixtures.IEventSink", fault.Message, StringComparison.Ordinal);
        Assert.Contains("in_process", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PlainGreeter", null)]
    [InlineData("ContextGreeter", null)]
    [InlineData("OptionsGreeter", null)]
    [InlineData("ClockGreeter", null)]
    [InlineData("AllResources", null)]
    [InlineData("ContextParts", null)]
    [InlineData("Missing", null)]
    [InlineData("NeighbourGreeter", "the plugin 'greeter:plain' (parameter 'plain' of type Fixtures.IGreeter)")]
    [InlineData("ServiceGreeter", "a service of the host (parameter 'sink' of type Fixtures.IEventSink)")]
    [InlineData("AuditGreeter", "a service of the host under the key 'audit' (parameter 'audit' of type Fixtures.IEventSink)")]
    [InlineData("SharedOptionsGreeter", "options that the host configures (parameter 'options' of type Microsoft.Extensions.Options.IOptionsMonitor<Fixtures.SharedGreetingOptions>)")]
    public void Check_Class_NamesWhatOnlyTheHostCanGive(string className, string? what)
    {
        _folders.Add("one", className);
        var services = new ServiceCollection().AddLogging().AddHttpClient().AddSingleton(TimeProvider.System).AddSingleton<IEventSink>(static _ => null!)
            .AddKeyedSingleton<IEventSink>("audit", static (_, _) => null!).AddKeyedSingleton<IGreeter>("greeter:plain", static (_, _) => null!).Configure<SharedGreetingOptions>(static _ => { });

        var refusal = StandalonePlugin.Check(Description(), services);

        Assert.Equal(what is null ? null : PluginErrorCodes.RuntimeNotSupported, refusal?.Code);
        Assert.Contains(what ?? string.Empty, refusal?.Reason ?? string.Empty, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_ModuleThatIsCompiled_IsRefused()
    {
        _folders.Add("one", "PlainGreeter").Write("one/fixtures.cs", "class PlainGreeter;");
        Assert.Null(StandalonePlugin.Check(Description(), new ServiceCollection()));
        File.Delete(Path.Combine(_folders.Root, "one", "fixtures.dll"));

        var refusal = StandalonePlugin.Check(Description(), new ServiceCollection());

        Assert.Equal(PluginErrorCodes.RuntimeNotSupported, refusal!.Code);
        Assert.Equal("its module is 'fixtures.cs', which is compiled in the process of a host only. Use the runtime 'in_process', or build it into the folder as 'fixtures.dll'.", refusal.Reason);
    }

    [Fact]
    public void HostTypes_Names_AreThoseOfTypes()
    {
        string[] names = [.. HostTypes.OfHost.Keys, .. HostTypes.OfPlugin, .. HostTypes.Options];

        Assert.All(names, static name => Assert.Contains(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetType(name) is not null));
        Assert.Subset(HostTypes.OfPlugin, BuiltInResources.All.SelectMany(static resource => new[] { resource.ServiceType, resource.BaseType }).OfType<Type>().Select(static type => type.FullName!).ToHashSet());
    }

    [Theory]
    [InlineData("plugin.dll", true)]
    [InlineData("runtimes/linux-x64/native/libx.so.1", true)]
    [InlineData("plugin.deps.json", true)]
    [InlineData("data.txt", false)]
    [InlineData("state.json", false)]
    public void IsCode_File_IsWhatInProcessTakesForCode(string path, bool isCode) => Assert.Equal(isCode, StandalonePlugin.IsCode(path));

    [Fact]
    public async Task FindComplaint_OfAHalfCopiedAssembly_SaysWhatIsMissing()
    {
        _folders.Add("one", "PlainGreeter");
        var whole = Directory.GetFiles(Path.Combine(_folders.Root, "one"), "*.dll").First();
        var bytes = await File.ReadAllBytesAsync(whole, TestContext.Current.CancellationToken);
        var (part, other) = (Path.Combine(_folders.Root, "part.dll"), Path.Combine(_folders.Root, "part.txt"));
        await File.WriteAllBytesAsync(part, bytes[..^16], TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(other, bytes[..^16], TestContext.Current.CancellationToken);

        Assert.Null(StandalonePlugin.FindComplaint(whole));
        Assert.StartsWith("is cut off: it should have", StandalonePlugin.FindComplaint(part), StringComparison.Ordinal);
        Assert.Null(StandalonePlugin.FindComplaint(other));
    }

    private PluginDescription Description() => new(ManifestOf(), PluginContracts.Find(typeof(IGreeter))!) { Folder = Path.Combine(_folders.Root, "one") };

    private PluginManifest ManifestOf() => PluginManifestLoader.Load(_folders.ManifestOf("one")).ThrowIfInvalid();

    private async Task<StandalonePlugin> LoadAsync(string className, string more = "", IConfiguration? configuration = null, TestLogs? logs = null, Dictionary<string, object>? resources = null)
    {
        _folders.Add("one", className, more);
        var store = new StoredCheckpoint(new MemoryBlobs(), new());
        return await StandalonePlugin.LoadAsync(
            new()
            {
                Manifest = ManifestOf(),
                Contract = PluginContracts.Find(typeof(IGreeter))!,
                Folder = Path.Combine(_folders.Root, "one"),
                OwnFolder = "/own",
                Configuration = configuration ?? new ConfigurationManager(),
                Loggers = logs is null ? NullLoggerFactory.Instance : LoggerFactory.Create(logging => logging.AddProvider(logs)),
                Progress = new LoggedProgress(NullLogger.Instance, TimeProvider.System),
                Checkpoint = store,
                Resources = resources ?? [],
            },
            TestContext.Current.CancellationToken);
    }
}
