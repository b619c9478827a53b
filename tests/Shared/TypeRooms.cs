using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Dagstack.Extensions.Tests.Architecture;

/// <summary>Finds the room of each type from the files that the symbols of an assembly name.</summary>
internal static class TypeRooms
{
    // Says where a type is declared, for the files in which none of its methods has code: interfaces, enums, parts of partial types.
    private static readonly Guid s_typeDocuments = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>Reads the rooms of the types that are not nested.</summary>
    public static Dictionary<TypeDefinitionHandle, string> Read(PEReader image, MetadataReader reader, string assemblyPath)
    {
        if (!image.TryOpenAssociatedPortablePdb(assemblyPath, static path => File.Exists(path) ? File.OpenRead(path) : null, out var provider, out _) || provider is null)
        {
            throw new InvalidOperationException($"'{assemblyPath}' has no symbols, which would say where its types are.");
        }

        using (provider)
        {
            var symbols = provider.GetMetadataReader();
            var rooms = new Dictionary<TypeDefinitionHandle, string>();
            foreach (var types in reader.TypeDefinitions.GroupBy(type => Outermost(reader, type)))
            {
                var found = types.SelectMany(type => DocumentsOf(reader, symbols, type)).Distinct().Select(document => RoomOf(symbols, document)).OfType<string>().Distinct().ToList();
                if (found.Count > 1)
                {
                    throw new InvalidOperationException($"The type '{NameOf(reader, types.Key)}' is in several rooms: {string.Join(", ", found)}.");
                }

                if (found is [var room])
                {
                    rooms.Add(types.Key, room);
                }
            }

            return rooms;
        }
    }

    public static TypeDefinitionHandle Outermost(MetadataReader reader, TypeDefinitionHandle type)
    {
        for (var outer = reader.GetTypeDefinition(type).GetDeclaringType(); !outer.IsNil; outer = reader.GetTypeDefinition(type).GetDeclaringType())
        {
            type = outer;
        }

        return type;
    }

    public static string NameOf(MetadataReader reader, TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var space = reader.GetString(type.Namespace);
        return space.Length == 0 ? reader.GetString(type.Name) : $"{space}.{reader.GetString(type.Name)}";
    }

    private static IEnumerable<DocumentHandle> DocumentsOf(MetadataReader reader, MetadataReader symbols, TypeDefinitionHandle type)
    {
        foreach (var method in reader.GetTypeDefinition(type).GetMethods())
        {
            foreach (var point in symbols.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
            {
                yield return point.Document;
            }
        }

        foreach (var handle in symbols.GetCustomDebugInformation(type))
        {
            var information = symbols.GetCustomDebugInformation(handle);
            if (symbols.GetGuid(information.Kind) == s_typeDocuments)
            {
                var documents = symbols.GetBlobReader(information.Value);
                while (documents.RemainingBytes > 0)
                {
                    yield return MetadataTokens.DocumentHandle(documents.ReadCompressedInteger());
                }
            }
        }
    }

    /// <summary>The folder in <c>src/Project/Room/File.cs</c>; a dot for a file beside the project, <c>Shared</c> for what several projects compile in.</summary>
    private static string? RoomOf(MetadataReader symbols, DocumentHandle document)
    {
        var path = symbols.GetString(symbols.GetDocument(document).Name).Replace('\\', '/');
        var parts = path.LastIndexOf("/src/", StringComparison.Ordinal) is >= 0 and var at ? path[(at + 5)..].Split('/') : [];
        return parts switch
        {
            [] or [_] or [_, "obj", ..] => null,
            ["Shared", ..] => "Shared",
            [_, _] => ".",
            [_, var room, ..] => room,
        };
    }
}
