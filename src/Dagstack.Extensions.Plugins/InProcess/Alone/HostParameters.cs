using System.Reflection;
using System.Reflection.Metadata;
using Dagstack.Extensions.Plugins.Resources;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.InProcess;

/// <summary>The parameters of a plugin's constructor that only a host can give, found by names: nothing of the plugin is loaded.</summary>
internal static class HostParameters
{
    /// <summary>Describes them; empty if there is a constructor without.</summary>
    public static IReadOnlyList<string> Find(PluginDescription plugin, IServiceCollection services)
    {
        if (plugin.Folder is not { } folder || plugin.Manifest.EntryPoint is not { } entryPoint)
        {
            return [];
        }

        try
        {
            var path = ModuleFile.Find(plugin.Id, entryPoint, new(folder));
            using var image = AssemblyImage.Open(path);
            return image.Complaint is null ? Find(image.Metadata, ClassNames.Find(plugin.Id, entryPoint, path, image.Metadata), services) : [];
        }
        catch (Exception fault) when (fault is PluginRegistryException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            // The start meets the same, and says so.
            return [];
        }
    }

    private static List<string> Find(MetadataReader metadata, string className, IServiceCollection services)
    {
        var type = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).FirstOrDefault(type => ClassNames.FullName(metadata, type) == className);
        var constructors = type.GetMethods().Select(metadata.GetMethodDefinition)
            .Where(method => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public && metadata.StringComparer.Equals(method.Name, ".ctor"))
            .ToList();
        var marked = constructors.FindAll(constructor => Has(metadata, constructor.GetCustomAttributes(), nameof(ActivatorUtilitiesConstructorAttribute)));
        // A base type may register what it takes, and its assembly is not looked at here.
        var registersOwn = NameOf(metadata, type.BaseType) != typeof(object).FullName
            || type.GetInterfaceImplementations().Any(handle => NameOf(metadata, metadata.GetInterfaceImplementation(handle).Interface) == typeof(IPluginServices).FullName);
        var found = (marked.Count > 0 ? marked : constructors)
            .OrderByDescending(static constructor => constructor.GetParameters().Count)
            .Select(constructor => Find(metadata, constructor, services, registersOwn))
            .ToList();
        return found.Count > 0 && found.TrueForAll(static one => one.Count > 0) ? found[0] : [];
    }

    private static List<string> Find(MetadataReader metadata, MethodDefinition constructor, IServiceCollection services, bool registersOwn)
    {
        var types = constructor.DecodeSignature(new SignatureTypes(), null).ParameterTypes;
        var found = new List<string>();
        foreach (var parameter in constructor.GetParameters().Select(metadata.GetParameter).Where(static parameter => parameter.SequenceNumber > 0))
        {
            var type = types[parameter.SequenceNumber - 1];
            var key = InjectedKeys.KeyOf(metadata, parameter.GetCustomAttributes());
            if ((parameter.Attributes & ParameterAttributes.HasDefault) == 0 && WhatOfHost(type, key, services, registersOwn) is { } what)
            {
                found.Add($"{what} (parameter '{metadata.GetString(parameter.Name)}' of type {type})");
            }
        }

        return found;
    }

    private static string? WhatOfHost(SignatureType type, string? key, IServiceCollection services, bool registersOwn) =>
        HostTypes.OfHost.TryGetValue(type.Name, out var what) ? what
        : key is not null && BuiltInResources.Find(key) is not null ? null
        : key is not null && IsPluginKey(key, services) ? $"the plugin '{key}'"
        : registersOwn || (key is null && HostTypes.OfPlugin.Contains(type.Name)) ? null
        : key is not null ? services.Any(service => service.IsKeyedService && key.Equals(service.ServiceKey) && IsOf(service, type)) ? $"a service of the host under the key '{key}'" : null
        : HostTypes.Options.Contains(type.Name) ? services.Any(service => Configures(service.ServiceType, type.Arguments)) ? "options that the host configures" : null
        : services.Any(service => !service.IsKeyedService && IsOf(service, type)) ? "a service of the host"
        : null;

    private static bool IsPluginKey(string key, IServiceCollection services) =>
        services.Any(service => service.IsKeyedService && key.Equals(service.ServiceKey) && service.ServiceType.IsDefined(typeof(PluginKindAttribute), inherit: false));

    private static bool Configures(Type service, IReadOnlyList<SignatureType> options) =>
        service.IsConstructedGenericType && service.GetGenericTypeDefinition() == typeof(IConfigureOptions<>) && options is [var single] && service.GetGenericArguments()[0].FullName == single.Name;

    private static bool IsOf(ServiceDescriptor service, SignatureType type)
    {
        var registered = service.ServiceType;
        return (registered.IsConstructedGenericType ? registered.GetGenericTypeDefinition() : registered).FullName == type.Name
            && (!registered.IsConstructedGenericType || registered.GetGenericArguments().Select(static argument => (argument.IsConstructedGenericType ? argument.GetGenericTypeDefinition() : argument).FullName).SequenceEqual(type.Arguments.Select(static argument => argument.Name)));
    }

    private static bool Has(MetadataReader metadata, CustomAttributeHandleCollection attributes, string name) =>
        attributes.Any(attribute => AssemblyImage.IsOf(metadata, metadata.GetCustomAttribute(attribute), name));

    private static string? NameOf(MetadataReader metadata, EntityHandle type) =>
        type.Kind == HandleKind.TypeReference ? new SignatureTypes().GetTypeFromReference(metadata, (TypeReferenceHandle)type, 0).Name : null;
}
