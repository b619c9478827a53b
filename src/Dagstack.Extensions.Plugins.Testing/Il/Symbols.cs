using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Plugins.Testing.Il;

/// <summary>The portable symbols of an assembly: beside it, or inside it.</summary>
internal sealed class Symbols : IDisposable
{
    private readonly MetadataReaderProvider? _provider;
    private readonly MetadataReader? _reader;

    public Symbols(PEReader image, string path)
    {
        try
        {
            if (image.TryOpenAssociatedPortablePdb(path, file => File.Exists(file) ? File.OpenRead(file) : Beside(file), out _provider, out _))
            {
                _reader = _provider!.GetMetadataReader();
            }
        }
        catch (Exception fault) when (fault is BadImageFormatException or IOException)
        {
            // Without symbols places have no line.
        }

        // The image names where the symbols were when it was built; they may have been moved along with it.
        Stream? Beside(string file)
        {
            var moved = Path.Combine(Path.GetDirectoryName(path)!, Path.GetFileName(file));
            return File.Exists(moved) ? File.OpenRead(moved) : null;
        }
    }

    /// <summary>Finds the line of an instruction.</summary>
    /// <returns>Null if there is none.</returns>
    public (string File, int Line)? Find(MethodDefinitionHandle method, int offset)
    {
        if (_reader is null)
        {
            return null;
        }

        var information = _reader.GetMethodDebugInformation(method.ToDebugInformationHandle());
        SequencePoint? found = null;
        foreach (var point in information.GetSequencePoints())
        {
            if (!point.IsHidden && (point.Offset <= offset || found is null))
            {
                found = point;
            }
        }

        return found is { } at ? (_reader.GetString(_reader.GetDocument(at.Document).Name), at.StartLine) : null;
    }

    public void Dispose() => _provider?.Dispose();
}
