using Fixtures;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

public sealed class NewerContractTests
{
    [Fact]
    public async Task Plugin_BuiltAgainstANewerContract_IsRefusedWithBothVersions()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var newer = Compiler.Compile(
            "Fixtures.Contracts",
            "[assembly: System.Reflection.AssemblyVersion(\"9.1.0.0\")] namespace Fixtures { public interface IGreeter { string Greet(string name); } }");
        var plugin = Compiler.Compile("fixtures", "public sealed class PlainGreeter : Fixtures.IGreeter { public string Greet(string name) => name; }", MetadataReference.CreateFromImage(newer));
        await File.WriteAllBytesAsync(Path.Combine(folders.Root, "plain", "fixtures.dll"), plugin, TestContext.Current.CancellationToken);
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:plain");
        Assert.Equal("VersionIncompatible", status.Code);
        Assert.Contains($"Fixtures.Contracts 9.1.0.0, and this host has {typeof(IGreeter).Assembly.GetName().Version}", status.Reason, StringComparison.Ordinal);
    }
}
