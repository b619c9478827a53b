using Chunking;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Scripts.Tests;

/// <summary>Plugins that were built before.</summary>
internal static class Assemblies
{
    /// <summary>A module <c>plugin</c> whose only piece is a text.</summary>
    public static byte[] Chunker(string says) => Compiler.Compile(
        "plugin",
        "using System.Collections.Generic;\n" + Code.Body($$"""return new Chunk[] { new(0, "{{says}}") };"""),
        MetadataReference.CreateFromFile(typeof(IChunker).Assembly.Location),
        MetadataReference.CreateFromFile(Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.Runtime.dll")));
}
