using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests;

/// <summary>Makes assemblies that no project could have made.</summary>
internal static class Compiler
{
    public static byte[] Compile(string name, string source, params MetadataReference[] references) => Compile(name, source, references, []);

    public static byte[] Compile(string name, string source, IEnumerable<MetadataReference> references, IEnumerable<ResourceDescription> resources)
    {
        var core = MetadataReference.CreateFromFile(typeof(object).Assembly.Location);
        var runtime = MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll"));
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], [core, runtime, .. references], new(OutputKind.DynamicallyLinkedLibrary)).Emit(image, manifestResources: resources);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        return image.ToArray();
    }
}
