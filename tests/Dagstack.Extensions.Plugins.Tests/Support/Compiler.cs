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
        // What is among the references already must not be there twice.
        var core = new[] { typeof(object).Assembly.Location, Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll") }
            .Where(path => !references.Any(reference => reference.Display == path))
            .Select(static path => MetadataReference.CreateFromFile(path));
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(name, [CSharpSyntaxTree.ParseText(source)], [.. core, .. references], new(OutputKind.DynamicallyLinkedLibrary)).Emit(image, manifestResources: resources);
        Assert.True(result.Success, string.Join(Environment.NewLine, result.Diagnostics));
        return image.ToArray();
    }
}
