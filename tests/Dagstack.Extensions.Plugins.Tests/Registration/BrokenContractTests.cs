using System.Runtime.Loader;
using Dagstack.Extensions.Plugins.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Assemblies of the application whose attributes or contracts cannot be read.</summary>
public sealed class BrokenContractTests
{
    [Fact]
    public async Task AddDagstackPlugins_AttributeOfAnAssemblyThatIsMissing_IsPassedOver()
    {
        var missing = Compiler.Compile("Missing", "namespace Missing { public sealed class MarkAttribute : System.Attribute; }");
        var context = new AssemblyLoadContext("broken");
        context.LoadFromStream(new MemoryStream(Compiler.Compile("Broken", "[assembly: Missing.Mark]", MetadataReference.CreateFromImage(missing))));
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:a", new CodePlugin()));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:a").State);
    }

    [Fact]
    public async Task AddDagstackPlugins_ContractThatCannotBeConstructed_IsAWarning()
    {
        const string Source = """
            [assembly: Dagstack.Extensions.Plugins.CompilerServices.PluginContract(typeof(Bad))]
            public sealed class Bad { public Bad() => throw new System.NotSupportedException("not here"); }
            """;
        var context = new AssemblyLoadContext("bad");
        context.LoadFromStream(new MemoryStream(Compiler.Compile("BadContract", Source, MetadataReference.CreateFromFile(typeof(PluginContract).Assembly.Location))));
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(static o => o.Add("greeter:a", new CodePlugin()), services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal(PluginState.Ready, provider.Status("greeter:a").State);
        Assert.Contains(logs.Lines, static line => line.Contains("BadContract", StringComparison.Ordinal) && line.Contains("not here", StringComparison.Ordinal));
    }

    [Fact]
    public void Add_ManifestWithoutAnIdentity_IsAnArgumentException()
    {
        var services = new ServiceCollection();
        var error = Assert.Throws<ArgumentException>(() => services.AddDagstackPlugins(static o => o.Add(new PluginManifest { Id = default }, new CodePlugin())));
        Assert.Equal("manifest", error.ParamName);
        Assert.Contains("kind:name", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => services.AddDagstackPlugins(static o => o.Add(new PluginManifest { Id = new("Greeter", "a:b") }, static _ => new CodePlugin())));
    }

    [Fact]
    public async Task EntryPoint_FolderThatIsALink_IsTheFolderItLeadsTo()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        Directory.CreateSymbolicLink(Path.Combine(folders.Root, "other"), Path.Combine(folders.Root, "plain"));
        File.Move(Path.Combine(folders.Root, "plain", "fixtures.dll"), Path.Combine(folders.Root, "plain", "real.dll"));
        File.CreateSymbolicLink(Path.Combine(folders.Root, "plain", "fixtures.dll"), Path.Combine(folders.Root, "plain", "real.dll"));
        await using var provider = await TestProvider.StartAsync(o => o.Discover(Path.Combine(folders.Root, "other")));
        Assert.Null(provider.Status("greeter:plain").Reason);
    }

    [Fact]
    public async Task ContinueOnConflict_DependantOfACycle_IsUnavailableAndSaysWhy()
    {
        using var folders = new PluginFolders()
            .Add("a", "PlainGreeter", "depends_on = [\"b\"]")
            .Add("b", "PlainGreeter", "depends_on = [\"a\"]")
            .Add("hanging", "PlainGreeter", "priority = 9\ndepends_on = [\"a\", \"free\"]")
            .Add("itself", "PlainGreeter", "depends_on = [\"itself\"]")
            .Add("free", "PlainGreeter");
        await using var blocked = TestProvider.Build(o => o.Discover(folders.Root));
        var error = await Assert.ThrowsAsync<PluginStartException>(() => blocked.Services.SetupPluginsAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["DependencyCycle", "DependencyCycle"], error.Errors.Select(static each => each.Code));

        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root).ContinueOnConflict = true);
        Assert.Equal("MissingDependency", provider.Status("greeter:hanging").Code);
        Assert.Equal("DependencyCycle", provider.Status("greeter:itself").Code);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:free").State);

        // Of those that are left, one has the kind.
        Assert.Equal("Hello, x!", provider.Greeter("free").Greet("x"));
    }

    [Fact]
    public async Task DependsOn_PluginThatIsDisabled_IsUnavailableAndSaysBy()
    {
        using var folders = new PluginFolders().Add("a", "PlainGreeter", "depends_on = [\"b\"]").Add("b", "PlainGreeter");
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), null, ("dagstack:plugins:deny", "greeter:b"));
        Assert.Equal("MissingDependency", provider.Status("greeter:a").Code);
        Assert.Contains("which is disabled: it is switched off by 'plugins:deny'", provider.Status("greeter:a").Reason, StringComparison.Ordinal);
    }
}
