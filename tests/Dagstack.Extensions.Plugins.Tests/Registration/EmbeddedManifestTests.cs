using System.Reflection;
using System.Reflection.Emit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Registration;

/// <summary>Assemblies of the application that carry manifests as resources.</summary>
public sealed class EmbeddedManifestTests
{
    private const string Greeter = "public sealed class Greeter : IGreeter { public string Greet(string name) => $\"embedded {name}\"; }";

    [Theory]
    [InlineData("EmbeddedPlain", "dagstack.toml")]
    [InlineData("EmbeddedPrefixed", "App.Plugins.dagstack.toml")]
    [InlineData("EmbeddedNamed", "fixed.dagstack.toml")]
    public async Task AddFromAssemblies_Resource_IsAPlugin(string name, string resource)
    {
        var assembly = InTree.Load(name, Greeter, (resource, InTree.Manifest("embedded", name + ":Greeter", "priority = 3")), ("notdagstack.toml", "not a manifest"));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal("embedded x", provider.Greeter("embedded").Greet("x"));
        var plugin = Assert.Single(provider.Registry.Plugins);
        Assert.Equal(($"{name}.dll!{resource}", 3), (plugin.Path, plugin.Priority));
    }

    [Fact]
    public async Task AddFromAssemblies_SeveralResourcesOfBothFormats_AreAllPlugins()
    {
        const string Json = """{ "plugin": { "name": "json", "kind": "greeter", "runtime": "in_process", "core_version": "*", "entry_point": "EmbeddedSeveral:App.Greeter" } }""";
        var assembly = InTree.Load("EmbeddedSeveral", Greeter, ("a.dagstack.toml", InTree.Manifest("a", "EmbeddedSeveral:Greeter")), ("b.dagstack.toml", InTree.Manifest("b", "EmbeddedSeveral:Greeter")), ("dagstack.json", Json));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal(["greeter:a ready", "greeter:b ready", "greeter:json ready"], provider.Registry.Plugins.Select(static plugin => $"{plugin.Id} {PluginStates.NameOf(plugin.State)}"));
    }

    [Fact]
    public async Task AddFromAssemblies_BothFormatsOfOneName_TomlWinsWithAWarning()
    {
        var assembly = InTree.Load("EmbeddedBoth", Greeter, ("x.dagstack.json", "{}"), ("x.dagstack.toml", InTree.Manifest("toml", "EmbeddedBoth:Greeter")));
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly), services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal("greeter:toml", Assert.Single(provider.Registry.Plugins).Id.ToString());
        Assert.Contains(logs.Lines, static line => line.Contains("EmbeddedBoth.dll!x.dagstack.json", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AddFromAssemblies_BrokenResource_SaysResourceAndLine()
    {
        var assembly = InTree.Load("EmbeddedBroken", Greeter, ("dagstack.toml", "[plugin]\nname = \"broken\"\nkind = \"greeter\"\nruntme = \"in_process\"\n"));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal("ManifestInvalid", provider.Status("greeter:broken").Code);
        Assert.Contains("EmbeddedBroken.dll!dagstack.toml(4,1): ", provider.Status("greeter:broken").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AddFromAssemblies_ModuleOfAnotherAssembly_IsManifestInvalidWithThePlaceAndTheRemedy()
    {
        var assembly = InTree.Load("EmbeddedModule", Greeter, ("dagstack.toml", InTree.Manifest("module", "plugin:App.Greeter")));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal("ManifestInvalid", provider.Status("greeter:module").Code);
        Assert.Equal("EmbeddedModule.dll!dagstack.toml(6,15): 'plugin.entry_point' is \"plugin:App.Greeter\", but a manifest in an assembly names a class of that assembly, which is EmbeddedModule. Write \"EmbeddedModule:App.Greeter\".", provider.Status("greeter:module").Reason);
    }

    [Fact]
    public async Task AddFromAssemblies_ClassThatIsNotThere_IsUnavailableWithNearNames()
    {
        var assembly = InTree.Load("EmbeddedClass", Greeter, ("dagstack.toml", InTree.Manifest("class", "EmbeddedClass:Greter")));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal("PluginLoadError", provider.Status("greeter:class").Code);
        Assert.Contains("Did you mean 'Greeter'?", provider.Status("greeter:class").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("EmbeddedFull", "App.Greeter")]
    [InlineData("EmbeddedSimple", "Greeter")]
    public async Task AddFromAssemblies_ClassWithAttributeAndManifest_IsOnePluginOfTheManifest(string name, string className)
    {
        var assembly = InTree.Load(name, "[Plugin(\"greeter\", \"attribute\", Priority = 1)] " + Greeter, ("dagstack.toml", InTree.Manifest("manifest", $"{name}:{className}", "priority = 2")));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        var plugin = Assert.Single(provider.Registry.Plugins);
        Assert.Equal(("greeter:manifest", 2), (plugin.Id.ToString(), plugin.Priority));
    }

    [Fact]
    public async Task AddFromAssemblies_TooLargeOrNotText_IsListedByItsPlace()
    {
        var assembly = InTree.Load("EmbeddedLarge", Greeter, ("large.dagstack.toml", new string('#', (1024 * 1024) + 1)), ("nul.dagstack.toml", "\0"));
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Equal(
            [("EmbeddedLarge.dll!large.dagstack.toml", "ManifestInvalid"), ("EmbeddedLarge.dll!nul.dagstack.toml", "ManifestInvalid")],
            provider.Registry.Plugins.Select(static plugin => (plugin.Path, plugin.Code)));
    }

    [Fact]
    public async Task AddFromAssemblies_DynamicAssembly_HasNoPlugins()
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("EmbeddedDynamic"), AssemblyBuilderAccess.Run);
        assembly.DefineDynamicModule("main").DefineType("Type").CreateType();
        await using var provider = await TestProvider.StartAsync(o => o.AddFromAssemblies(assembly));
        Assert.Empty(provider.Registry.Plugins);
    }
}
