namespace Dagstack.Extensions.Configuration.Errors;

/// <summary>The names of reasons on the wire: in logs and in other languages. See <c>_meta/error_reasons.yaml</c>.</summary>
internal static class ConfigReasons
{
    public static string Text(ConfigErrorReason reason) => reason switch
    {
        ConfigErrorReason.Missing => "missing",
        ConfigErrorReason.TypeMismatch => "type_mismatch",
        ConfigErrorReason.EnvUnresolved => "env_unresolved",
        ConfigErrorReason.ValidationFailed => "validation_failed",
        ConfigErrorReason.ParseError => "parse_error",
        ConfigErrorReason.SourceUnavailable => "source_unavailable",
        ConfigErrorReason.ReloadRejected => "reload_rejected",
        ConfigErrorReason.SecretUnresolved => "secret_unresolved",
        ConfigErrorReason.SecretBackendUnavailable => "secret_backend_unavailable",
        ConfigErrorReason.SecretPermissionDenied => "secret_permission_denied",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };
}
