using Fixtures;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Runtimes;

public sealed class NewerContractTests
{
    [Fact]
    public async Task Plugin_BuiltAgainstANewerContract_IsRefusedWithBothVersions()
    {
        using var folders = new PluginFolders().Add("plain", "PlainGreeter");
        var newer = Compile(
            "Fixtures.Contracts",
            "[assembly: System.Reflection.AssemblyVersion(\"9.1.0.0\")] namespace Fixtures { public interface IGreeter { string Greet(string name); } }");
        var plugin = Compile("fixtures", "public sealed class PlainGreeter : Fixtures.IGreeter { public string Greet(string name) => name; }", MetadataReference.CreateFromImage(newer));
        await File.WriteAllBytesAsync(Path.Combine(folders.Root, "plain", "fixtures.dll"), plugin, TestContext.Current.CancellationToken);
        await using var provider = await TestProvider.StartAsync(folders);
        var status = provider.Status("greeter:plain");
        Assert.Equal("VersionIncompatible", status.Code);
        Assert.Contains($"Fixtures.Contracts 9.1.0.0, and this host has {typeof(IGreeter).Assembly.GetName().Version}", status.Reason, StringComparison.Ordinal);
    }

    private static byte[] Compile(string name, string source, params MetadataReference[] references)
    {
        var core = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
        var runtime = MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"));
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], [core, runtime, .. references], new(OutputKind.DynamicallyLinkedLibrary)).Emit(image);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        return image.ToArray();
    }
}
