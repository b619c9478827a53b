using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Dagstack.Extensions.Plugins.Json;

/// <summary>Describes what chain hooks return: <c>{"value": …}</c>, or <c>{}</c> for the stop sentinel.</summary>
internal sealed class ChainResults : IJsonTypeInfoResolver
{
    public JsonTypeInfo? GetTypeInfo(Type type, JsonSerializerOptions options)
    {
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ChainResult<>)
            ? Generic.Create<Description>(typeof(Description<>), type.GetGenericArguments()[0]).Create(options)
            : null;
    }

    private abstract class Description
    {
        public abstract JsonTypeInfo Create(JsonSerializerOptions options);
    }

    private sealed class Description<T> : Description
    {
        public override JsonTypeInfo Create(JsonSerializerOptions options) => JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<ChainResult<T>>
        {
            ObjectCreator = static () => default,
            PropertyMetadataInitializer = _ => [ValueOf(options)],
        });

        private static JsonPropertyInfo ValueOf(JsonSerializerOptions options)
        {
            var value = JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<T>
            {
                IsProperty = true,
                IsPublic = true,
                DeclaringType = typeof(ChainResult<T>),
                PropertyName = nameof(ChainResult<T>.Value),
                JsonPropertyName = "value",
                Getter = static result => (ChainResult<T>)result is { IsStop: false } going ? going.Value : default,
                Setter = static (result, value) => Unsafe.Unbox<ChainResult<T>>(result) = ChainResult.Continue(value!),
            });
            value.ShouldSerialize = static (result, _) => !((ChainResult<T>)result).IsStop;
            return value;
        }
    }
}
