using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The module that an entry point names: an assembly's file, or an assembly that was made of another file.</summary>
/// <param name="path">The full path of the file, directly in the plugin's folder.</param>
/// <param name="made">What was made of it; null for the file of an assembly.</param>
internal sealed class EntryModule(string path, PluginModule? made = null)
{
    public string Path => path;

    /// <summary>Gets the simple name of the assembly.</summary>
    public string Name { get; } = System.IO.Path.GetFileNameWithoutExtension(path);

    /// <summary>Gets a value indicating whether the file is the assembly.</summary>
    public bool IsAssembly => made is null;

    /// <summary>Opens its metadata.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file cannot be opened.</exception>
    public AssemblyImage Open() => made is null ? AssemblyImage.Open(path) : AssemblyImage.Of(StreamOf(made.Image));

    /// <summary>Loads it.</summary>
    public Assembly LoadInto(AssemblyLoadContext context) => made is null
        ? context.LoadFromAssemblyPath(path)
        : context.LoadFromStream(StreamOf(made.Image), made.Symbols.IsEmpty ? null : StreamOf(made.Symbols));

    private static MemoryStream StreamOf(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var array) ? new(array.Array!, array.Offset, array.Count, writable: false) : new(bytes.ToArray(), writable: false);
}
