namespace Dagstack.Extensions.Plugins.Manifests;

/// <summary>Makes the exception of a manifest's problems.</summary>
internal static class ManifestErrors
{
    /// <summary>The exception of the error that came first; one that is wrong in itself takes all problems along.</summary>
    public static PluginRegistryException ToException(ManifestLoadResult result, ManifestLoadOptions options)
    {
        var errors = result.Problems.Where(problem => problem.Severity == ManifestProblemSeverity.Error).ToArray();
        if (Array.Exists(errors, problem => problem.Code == PluginErrorCodes.ManifestInvalid))
        {
            return new ManifestInvalidException(result.Problems, result.File, result.Id);
        }

        var first = errors[0];
        var message = string.Join(Environment.NewLine, errors.Select(problem => problem.ToString()));
        switch (first.Code)
        {
            case PluginErrorCodes.KindUnknown:
                return new KindUnknownException(message, first.Found ?? string.Empty, [.. options.KnownKinds!.Keys.Order(StringComparer.Ordinal)], result.Id);
            case PluginErrorCodes.RuntimeNotSupported:
                return new RuntimeNotSupportedException(message, first.Found?.Split(", ") ?? [], [.. options.SupportedRuntimes.Order(StringComparer.Ordinal)], result.Id);
            default:
                var subject = first.Path[(first.Path.LastIndexOf('.') + 1)..];
                var actual = subject switch
                {
                    "schema_version" => HostCompatibility.SchemaMajor,
                    "kind_api_version" => result.Id is { } id && options.KnownKinds?.TryGetValue(id.Kind, out var contract) == true ? contract : null,
                    _ => options.CoreVersion,
                };
                return new VersionIncompatibleException(message, subject, first.Found, actual, result.Id);
        }
    }
}
