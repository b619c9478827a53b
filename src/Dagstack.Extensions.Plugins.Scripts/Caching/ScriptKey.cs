using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dagstack.Extensions.Plugins.Scripts.Texts;

namespace Dagstack.Extensions.Plugins.Scripts.Caching;

/// <summary>Makes of all that a compiled module depends on one key: what differs in any of it has another one.</summary>
internal sealed class ScriptKey
{
    private readonly Lock _gate = new();
    private PluginModuleReferences? _references;
    private byte[] _ofHost = [];

    /// <summary>Computes the key.</summary>
    /// <param name="context">What is compiled.</param>
    /// <param name="source">The content of the file.</param>
    /// <exception cref="IOException">What it depends on cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">What it depends on cannot be read.</exception>
    public byte[] Of(PluginModuleContext context, byte[] source)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(all, OfHost(context.References));
        Add(all, context.Module);
        Add(all, context.OwnFile);
        foreach (var (file, id) in OwnLibraries.Of(context))
        {
            Add(all, Path.GetFileName(file));
            Add(all, id.ToByteArray());
        }

        Add(all, source);
        return all.GetHashAndReset();
    }

    /// <summary>What is the same for all modules of a host: the compiler, this package, the framework and the contracts.</summary>
    private byte[] OfHost(PluginModuleReferences references)
    {
        lock (_gate)
        {
            if (_references != references)
            {
                using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                Add(all, CompilerId.Value);
                Add(all, references.FrameworkIdentity);
                foreach (var reference in references.Shared)
                {
                    Add(all, reference.Name);
                    Add(all, AssemblyId.Of(reference)?.ToByteArray() ?? []);
                }

                (_ofHost, _references) = (all.GetHashAndReset(), references);
            }

            return _ofHost;
        }
    }

    private static void Add(IncrementalHash all, string text) => Add(all, Encoding.UTF8.GetBytes(text));

    private static void Add(IncrementalHash all, ReadOnlySpan<byte> bytes)
    {
        // With its length, so that what ends here does not go on there.
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        all.AppendData(length);
        all.AppendData(bytes);
    }
}
