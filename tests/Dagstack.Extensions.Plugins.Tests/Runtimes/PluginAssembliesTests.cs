using System.Runtime.Loader;
using Chunking;
using Dagstack.Extensions.Plugins.Tests.Broken;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

/// <summary>What a plugin needs, and where a host takes it from: what is said of it is what happens.</summary>
public sealed class PluginAssembliesTests
{
    private static readonly string s_versioned = Path.Combine(AppContext.BaseDirectory, "plugins/versioned-plugin");

    private static readonly string s_host = Path.Combine(AppContext.BaseDirectory, "Dagstack.Extensions.Plugins.Tests.dll");

    [Fact]
    public async Task Describe_PluginWithItsOwnLibrary_IsWhatTheHostLoads()
    {
        var described = Describe(s_versioned);

        await using var provider = await TestProvider.StartAsync(o => o.Discover("plugins/versioned-plugin"));
        Assert.Equal("2, from 2.0.0.0", provider.Services.GetRequiredKeyedService<Fixtures.IVersionProbe>("probe:versioned").Version());
        var own = AssemblyLoadContext.All.First(static context => context.Name == "plugin probe:versioned" && context.Assemblies.Count() > 1);
        Assert.Equal(
            described.Where(static one => one.Source == PluginAssemblySource.Plugin).Select(static one => (one.Name, one.Version)),
            own.Assemblies.Select(static assembly => assembly.GetName()).Where(static name => name.Name != "plugin").Select(static name => (name.Name!, name.Version)));
        var library = Assert.Single(described, static one => one.Source == PluginAssemblySource.Plugin);
        Assert.Equal(("SharedLibrary", new Version(2, 0, 0, 0), null), (library.Name, library.BuiltAgainst, library.IgnoredCopy));
        Assert.Equal(["plugin"], library.NeededBy);
        Assert.Contains(described, static one => one is { Name: "Fixtures.Contracts", Source: PluginAssemblySource.Contract, IsTooNew: false });
        Assert.Contains(described, static one => one is { Name: "System.Runtime", Source: PluginAssemblySource.Framework });
    }

    [Fact]
    public void Describe_CopyOfAContract_IsPassedOver()
    {
        using var folder = Copy();
        File.Copy(typeof(Fixtures.IVersionProbe).Assembly.Location, folder.Combine("Fixtures.Contracts.dll"));

        var contract = Describe(folder.Path).Single(static one => one.Name == "Fixtures.Contracts");

        Assert.Equal((PluginAssemblySource.Contract, folder.Combine("Fixtures.Contracts.dll")), (contract.Source, contract.IgnoredCopy));
    }

    [Fact]
    public void Describe_LibraryThatThePluginDoesNotBring_IsTheHostsOrMissing()
    {
        using var folder = Copy();
        File.Delete(folder.Combine("SharedLibrary.dll"));

        var here = Describe(folder.Path).Single(static one => one.Name == "SharedLibrary");
        var there = Describe(folder.Path, s_host).Single(static one => one.Name == "SharedLibrary");
        File.Delete(folder.Combine("plugin.deps.json"));
        using var host = new TempFolder();
        var nowhere = Describe(folder.Path, Host(host)).Single(static one => one.Name == "SharedLibrary");

        Assert.All([here, there], static library => Assert.Equal((PluginAssemblySource.Host, new Version(1, 0, 0, 0)), (library.Source, library.Version)));
        Assert.Equal((PluginAssemblySource.Missing, null), (nowhere.Source, nowhere.Version));
    }

    [Fact]
    public void Describe_NewerContractThanTheHosts_IsTooNew()
    {
        using var folder = new TempFolder();
        BrokenCode.WriteManifest(folder.Path, "newer", "plugin:Broken");
        var contract = Compiler.Compile("Chunking.Contracts", "[assembly: System.Reflection.AssemblyVersion(\"9.1.0.0\")] namespace Chunking { public interface IChunker; }");
        BrokenCode.WriteModule(folder.Path, Compiler.Compile("plugin", "public sealed class Broken : Chunking.IChunker;", MetadataReference.CreateFromImage(contract)));

        foreach (var host in new[] { null, s_host })
        {
            var chunking = Describe(folder.Path, host).Single(static one => one.Name == "Chunking.Contracts");
            Assert.Equal((true, new Version(9, 1, 0, 0), typeof(IChunker).Assembly.GetName().Version), (chunking.IsTooNew, chunking.BuiltAgainst, chunking.Version));
        }
    }

    [Fact]
    public void Describe_AHostOfTheSameFrameworks_IsAsThisProcess()
    {
        Assert.Equal(Describe(s_versioned).Select(static one => (one.Name, one.Source, one.Version)), Describe(s_versioned, s_host).Select(static one => (one.Name, one.Source, one.Version)));
    }

    [Fact]
    public void Describe_WhatIsNoHost_SaysWhatOneHas()
    {
        using var folder = new TempFolder();
        var library = folder.Write("Library.dll", "text");
        var broken = folder.Write("Broken.dll", "text");
        folder.Write("Broken.runtimeconfig.json", "{");

        Assert.Contains("'Library.runtimeconfig.json', which says what it runs on, is not beside it", Assert.Throws<InvalidDataException>(() => Describe(s_versioned, library)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read: ", Assert.Throws<InvalidDataException>(() => Describe(s_versioned, broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_PluginWithoutItsAssembly_IsALoadError()
    {
        using var folder = Copy();
        File.Delete(folder.Combine("plugin.dll"));
        var missing = Assert.Throws<PluginLoadException>(() => Describe(folder.Path));
        folder.Write("plugin.dll", "text");
        var none = Assert.Throws<PluginLoadException>(() => Describe(folder.Path));

        Assert.Contains("has no module 'plugin'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("is not an assembly", none.Message, StringComparison.Ordinal);
    }

    /// <summary>A host without any assembly but its own, on the framework of this process.</summary>
    private static string Host(TempFolder folder)
    {
        folder.Write("Host.runtimeconfig.json", $$"""{ "runtimeOptions": { "framework": { "name": "Microsoft.NETCore.App", "version": "{{Environment.Version.ToString(2)}}.0" } } }""");
        return folder.Write("Host.dll", "text");
    }

    private static TempFolder Copy()
    {
        var folder = new TempFolder();
        foreach (var file in Directory.EnumerateFiles(s_versioned))
        {
            File.Copy(file, folder.Combine(Path.GetFileName(file)));
        }

        return folder;
    }

    private static IReadOnlyList<PluginAssembly> Describe(string folder, string? host = null) =>
        PluginAssemblies.Describe(PluginManifestLoader.Load(Path.Combine(folder, "dagstack.toml")).Manifest!, folder, PluginContracts.FindAll().Values, host);
}
