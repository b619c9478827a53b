using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Scripts.Compiling;

/// <summary>What the compiler knows of the assemblies that plugins have from their host.</summary>
/// <remarks>It takes memory for as long as it is kept, and time to be read again.</remarks>
internal sealed class HostReferences
{
    private readonly WeakReference<IReadOnlyList<MetadataReference>> _last = new([]);
    private readonly Lock _gate = new();
    private IReadOnlyList<MetadataReference>? _kept;

    /// <summary>Gets them.</summary>
    /// <param name="context">What is compiled: one where files are watched will be compiled again.</param>
    /// <exception cref="PluginLoadException">One of them cannot be read.</exception>
    public IReadOnlyList<MetadataReference> Of(PluginModuleContext context)
    {
        lock (_gate)
        {
            if (!_last.TryGetTarget(out var references) || references.Count == 0)
            {
                references = [.. context.References.Shared.Concat(context.References.Framework).Select(reference => Read(context, reference))];
                _last.SetTarget(references);
            }

            _kept = context.IsWatched ? references : _kept;
            return references;
        }
    }

    private static PortableExecutableReference Read(PluginModuleContext context, PluginModuleReference reference)
    {
        try
        {
            return reference.File is { } file ? MetadataReference.CreateFromFile(file)
                : RawMetadata(reference) ?? throw Unreadable(context, reference, "it is in memory alone, without a file and without metadata that could be read.", null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or BadImageFormatException)
        {
            throw Unreadable(context, reference, fault.Message, fault);
        }
    }

    /// <summary>Reads an assembly where the runtime has it: in a single file, or loaded from bytes.</summary>
    private static unsafe PortableExecutableReference? RawMetadata(PluginModuleReference reference) =>
        reference.Assembly!.TryGetRawMetadata(out var start, out var length)
            ? AssemblyMetadata.Create(ModuleMetadata.CreateFromMetadata((nint)start, length)).GetReference(display: reference.Name)
            : null;

    private static PluginLoadException Unreadable(PluginModuleContext context, PluginModuleReference reference, string why, Exception? fault) =>
        new(context.Id, $"'{context.OwnFile}' of plugin '{context.Id}' cannot be compiled, since the compiler cannot read the assembly {reference.Name} of the host{(reference.File is { } file ? $" ('{file}')" : string.Empty)}: {why.TrimEnd()} Publish the host with that assembly as a file, or build the plugin as '{context.Module}.dll'.", fault)
        {
            File = context.OwnFile,
            Dependency = reference.Name,
        };
}
