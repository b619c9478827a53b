using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Describes sets that cannot be added to, which the serializer writes and does not read.</summary>
internal sealed class ReadOnlySets : IJsonTypeInfoResolver
{
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(IReadOnlySet<>) || definition == typeof(FrozenSet<>)
            ? Generic.Create<Description>(typeof(Description<>), type.GetGenericArguments()[0]).Create(options, isFrozen: definition == typeof(FrozenSet<>))
            : null;
    }

    private abstract class Description
    {
        public abstract JsonTypeInfo Create(JsonSerializerOptions options, bool isFrozen);
    }

    private sealed class Description<T> : Description
    {
        public override JsonTypeInfo Create(JsonSerializerOptions options, bool isFrozen) => isFrozen
            ? JsonMetadataServices.CreateImmutableEnumerableInfo<FrozenSet<T>, T>(options, new(), static items => items.ToFrozenSet())
            : JsonMetadataServices.CreateImmutableEnumerableInfo<IReadOnlySet<T>, T>(options, new(), static items => items.ToHashSet());
    }
}
