using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

public sealed class LoadContextTests
{
    [Fact]
    public async Task PrivateDependency_AnotherVersionThanTheHosts_EachSeesItsOwn()
    {
        await using var provider = await TestProvider.StartAsync(o => o.Discover("plugins/versioned-plugin"));
        Assert.Equal("2, from 2.0.0.0", provider.Services.GetRequiredKeyedService<IVersionProbe>("probe:versioned").Version());
        Assert.Equal("1, from 1.0.0.0", SharedLibrary.Library.Version);
    }

    [Fact]
    public async Task PrivateDependency_NotShipped_IsTheHosts()
    {
        using var folder = new TempFolder();
        foreach (var file in new[] { "plugin.dll", "dagstack.toml" })
        {
            File.Copy(Path.Combine(AppContext.BaseDirectory, "plugins/versioned-plugin", file), folder.Combine(file));
        }

        // Asked for version 2: a host that has only version 1 cannot stand in for it, and the error says which is missing.
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folder.Path));
        var error = Assert.Throws<FileNotFoundException>(() => provider.Services.GetRequiredKeyedService<IVersionProbe>("probe:versioned").Version());
        Assert.Contains("SharedLibrary", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoPlugins_OfOneAssemblyName_AreLoadedApart()
    {
        using var folders = new PluginFolders().Add("one", "ContextGreeter").Add("two", "ContextGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal(["greeter:one", "greeter:two"], new[] { "one", "two" }.Select(name => provider.Greeter(name).Greet("manifest")));
    }

    [Fact]
    public async Task SharedAssembly_CopyInTheFolder_IsIgnoredAndLogged()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var copy = Path.Combine(folders.Root, "plain", "Fixtures.Contracts.dll");
        File.Copy(typeof(IGreeter).Assembly.Location, copy);
        var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal("Hello, x!", provider.Greeter("plain").Greet("x"));
        Assert.Contains(logs.Lines, line => line.Contains($"ships a copy of Fixtures.Contracts at {copy}, which is ignored", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AbstractGreeter", "is abstract")]
    [InlineData("NoGreeter", "does not implement Fixtures.IGreeter")]
    [InlineData("InternalGreeter", "is not public")]
    [InlineData("PlainGreter", "Did you mean 'PlainGreeter'?")]
    [InlineData("GenericGreeter", "is generic")]
    public async Task EntryPoint_ClassThatCannotBeUsed_IsALoadErrorThatSaysWhy(string className, string why)
    {
        using var folders = new PluginFolders().Add("wrong", className);
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:wrong");
        Assert.Equal((PluginState.Unavailable, "PluginLoadError"), (status.State, status.Code));
        Assert.Contains(why, status.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntryPoint_FullName_IsFound()
    {
        using var folders = new PluginFolders().Add("plain", "Fixtures.Plugins.PlainGreeter");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal(PluginState.Ready, provider.Status("greeter:plain").State);
    }

    [Fact]
    public async Task EntryPoint_NoModule_NamesTheFile()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var file = Path.Combine(folders.Root, "plain", "fixtures.dll");
        File.Delete(file);
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("PluginLoadError", provider.Status("greeter:plain").Code);
        Assert.Contains($"'{file}' does not exist", provider.Status("greeter:plain").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EntryPoint_NotAnAssembly_IsALoadError()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter").Write("plain/fixtures.dll", "not an assembly");
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("PluginLoadError", provider.Status("greeter:plain").Code);
    }

    [Fact]
    public async Task EntryPoint_LinkOutOfTheFolder_IsRefused()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var file = Path.Combine(folders.Root, "plain", "fixtures.dll");
        using var elsewhere = new TempFolder();
        File.Move(file, elsewhere.Combine("fixtures.dll"));
        File.CreateSymbolicLink(file, elsewhere.Combine("fixtures.dll"));
        await using var provider = await TestProvider.StartAsync(folders);
        Assert.Equal("PluginLoadError", provider.Status("greeter:plain").Code);
        Assert.Contains("leaves the plugin's folder", provider.Status("greeter:plain").Reason, StringComparison.Ordinal);
    }
}
