using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>Resources that the host defines.</summary>
public sealed class WiringHostDefinedTests
{
    private const string Audit = "[plugin.resources]\nrequired = [\"audit\"]";

    [Fact]
    public async Task AddResource_RegisteredByType_IsTheServiceByTypeAndByName()
    {
        using var folders = new PluginFolders().Add("typed", "SinkGreeter", Audit).Add("keyed", "AuditGreeter", Audit);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).AddResource<IEventSink>("audit"));
        Assert.Equal("a", provider.Greeter("typed").Greet("a"));
        Assert.Equal("audited", provider.Greeter("keyed").Greet("b"));
        Assert.Equal(["a", "b"], provider.Events.Events);
    }

    [Fact]
    public async Task AddResource_NotDeclared_IsNotReachableAndTheLineToAddIsNamed()
    {
        using var folders = new PluginFolders().Add("typed", "SinkGreeter").Add("keyed", "AuditGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).AddResource<IEventSink>("audit"));
        foreach (var id in new[] { "greeter:typed", "greeter:keyed" })
        {
            Assert.Equal("MissingDependency", provider.Status(id).Code);
            Assert.Contains("Add \"audit\" to 'required' or 'optional'", provider.Status(id).Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AddResource_TwoOfOneType_AreToldApartByName()
    {
        var (audit, other) = (new EventLog(), new EventLog());
        using var folders = new PluginFolders()
            .Add("keyed", "AuditGreeter", "[plugin.resources]\nrequired = [\"audit\", \"other\"]")
            .Add("only", "SinkGreeter", "[plugin.resources]\nrequired = [\"other\"]")
            .Add("unclear", "SinkGreeter", "[plugin.resources]\nrequired = [\"audit\", \"other\"]")
            .Add("undeclared", "SinkGreeter");
        await using var provider = await TestProvider.StartAsync(
            o => o.Discover(folders.Root).AddResource<IEventSink>("audit").AddResource<IEventSink>("other"),
            services => services.AddKeyedSingleton<IEventSink>("audit", audit).AddKeyedSingleton<IEventSink>("other", other));
        provider.Greeter("keyed").Greet("to audit");
        provider.Greeter("only").Greet("to other");
        Assert.Equal(("to audit", "to other"), (Assert.Single(audit.Events), Assert.Single(other.Events)));
        Assert.Contains("[FromKeyedServices(\"audit\")]", provider.Status("greeter:unclear").Reason, StringComparison.Ordinal);
        Assert.Contains("one of the resources 'audit', 'other'", provider.Status("greeter:undeclared").Reason, StringComparison.Ordinal);
        Assert.Contains("Add \"audit\" or \"other\"", provider.Status("greeter:undeclared").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("required", PluginState.Unavailable)]
    [InlineData("optional", PluginState.Ready)]
    public async Task AddResource_FactoryHasNoneForThePlugin_IsLacking(string how, PluginState state)
    {
        using var folders = new PluginFolders().Add("poor", "AuditGreeter", $"[plugin.resources]\n{how} = [\"audit\"]").Add("rich", "AuditGreeter", Audit);
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).AddResource<IEventSink>("audit", static (plugin, _) => plugin.Name == "rich" ? new EventLog() : null));
        Assert.Equal((state, PluginState.Ready), (provider.Status("greeter:poor").State, provider.Status("greeter:rich").State));
        Assert.Equal("audited", provider.Greeter("rich").Greet("x"));
        if (state == PluginState.Ready)
        {
            Assert.Equal("no audit", provider.Greeter("poor").Greet("x"));
        }
        else
        {
            Assert.Contains("requires the resource 'audit', which this host does not have", provider.Status("greeter:poor").Reason, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AddResource_Required_MistypedInTheManifest_IsUnavailableWithTheNearName()
    {
        using var folders = new PluginFolders().Add("hungry", "PlainGreeter", "[plugin.resources]\nrequired = [\"postgress\"]");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).AddResource<Probe>("postgres", static (_, _) => null));
        Assert.Contains("Did you mean 'postgres'?", provider.Status("greeter:hungry").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddResource_FactoryThrows_IsUnavailableWithItsText()
    {
        await using var provider = await TestProvider.StartAsync(o => o
            .AddResource<Probe>("postgres", static (_, _) => throw new InvalidOperationException("no connection string"))
            .AddNeedy<Probe>("hungry", "postgres", static _ => { }));
        Assert.Equal("MissingDependency", provider.Status("greeter:hungry").Code);
        Assert.Contains("cannot make 'postgres' for the plugin 'greeter:hungry': that threw System.InvalidOperationException: no connection string", provider.Status("greeter:hungry").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddResource_Factory_OutlivesTeardownAndEndsRightAfterOnce()
    {
        EventLog? events = null;
        var provider = TestProvider.Build(o => o
            .AddResource<Probe>("probe", (plugin, _) => new(plugin.Name, events!))
            .AddNeedy<Probe>(
                "one",
                "probe",
                got => events!.Add($"setup with {got.Name}"),
                () =>
                {
                    events!.Add("teardown");
                    return new(true);
                },
                () => events!.Add("plugin disposed")));
        events = provider.Events;
        await provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken);
        await provider.Services.TeardownPluginsAsync(TestContext.Current.CancellationToken);
        string[] expected = ["setup with one", "teardown", "plugin disposed", "end of one"];
        Assert.Equal(expected, events.Events);
        await provider.DisposeAsync();
        await provider.DisposeAsync();
        Assert.Equal(expected, events.Events);
    }

    [Fact]
    public async Task AddResource_BuiltInName_ReplacesItForPlugins()
    {
        var own = new MemoryBlobs();
        BlobStore? got = null;
        await using var provider = await TestProvider.StartAsync(o => o.AddResource<BlobStore>("blob_store", (_, _) => own).AddNeedy<BlobStore>("one", "blob_store", store => got = store));
        Assert.Same(own, got);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Postgres")]
    [InlineData("my db")]
    [InlineData("-db")]
    public void AddResource_NameThatNoManifestHas_Throws(string name) =>
        Assert.Contains("lower-case letters", Assert.Throws<ArgumentException>(() => new DagstackPluginOptions().AddResource<Probe>(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void AddResource_TypeThatIsNone_Throws()
    {
        var options = new DagstackPluginOptions();
        Assert.Contains("contract of a plugin kind", Assert.Throws<ArgumentException>(() => options.AddResource<IGreeter>("greeter")).Message, StringComparison.Ordinal);
        Assert.Contains("every plugin may ask for it", Assert.Throws<ArgumentException>(() => options.AddResource<IServiceProvider>("services")).Message, StringComparison.Ordinal);
        Assert.Contains("AddResource<Clock>", Assert.Throws<ArgumentException>(() => options.AddResource<Probe>("clock")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DecorateResource_UnknownOrOfAnotherType_StopsTheStart()
    {
        await using var provider = TestProvider.Build(static o => o
            .DecorateResource<BlobStore>("blob_stor", static (inner, _, _) => inner)
            .DecorateResource<TempDir>("clock", static (inner, _, _) => inner));
        var fault = await Assert.ThrowsAsync<PluginStartException>(() => provider.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Contains("Did you mean 'blob_store'?", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Write DecorateResource<Clock>.", fault.Message, StringComparison.Ordinal);
    }
}
