namespace Graballo.Desk.Demo;

/// <summary>What people of the demonstration write, by area of the topic.</summary>
internal static class DemoTexts
{
    public static readonly Dictionary<string, string[]> Requests = new()
    {
        ["facturacion"] =
        [
            "Recibimos la factura {n} con un monto distinto al de la orden de compra. La diferencia es de ${n}. Por favor revisar y corregir.",
            "No nos ha llegado la factura del despacho del día {d}. La necesitamos para cerrar el mes.",
            "Solicito nota de crédito por la factura {n}: la mercadería fue devuelta y firmada por su transportista.",
            "Necesito el estado de cuenta actualizado de nuestra empresa, con detalle de lo vencido.",
        ],
        ["despacho"] =
        [
            "El pedido {n} debía llegar el día {d} y aún no tenemos noticias. La sucursal está sin stock.",
            "Llegaron 18 de 24 cajas del pedido {n}. La guía dice 24. ¿Cuándo entregan lo que falta?",
            "Dos pallets del pedido {n} llegaron con el embalaje roto y producto dañado. Adjuntaremos fotos.",
            "A partir del lunes despachar a nuestra nueva bodega de Quilicura, por favor confirmar.",
        ],
        ["soporte"] =
        [
            "No puedo entrar al portal desde ayer: dice que mi clave venció y el enlace para cambiarla no llega.",
            "Favor crear usuario para la nueva encargada de pagos, con el mismo perfil que tenía su antecesora.",
            "Al aprobar un pedido aparece el error {n} y la página queda en blanco. Nos pasa a tres personas.",
            "La API de stock responde 401 desde el cambio de certificado. ¿Hay que renovar la llave?",
        ],
        ["comercial"] =
        [
            "Quisiéramos una cotización por 12 meses del servicio mensual, para dos sucursales más.",
            "Nuestro contrato vence el próximo mes. ¿Qué condiciones ofrecen para renovarlo?",
            "Estamos disconformes con el alza de tarifas: no fue informada con la anticipación acordada.",
            "Necesitamos ampliar la cobertura a la región de Los Lagos desde el día {d}.",
        ],
        ["mesa"] =
        [
            "¿Cuál es el horario de atención de la sucursal de Concepción durante las fiestas?",
            "Queremos felicitar a la persona que nos atendió ayer: resolvió todo en una llamada.",
            "Sugerimos que el aviso de despacho incluya el nombre del conductor.",
            "¿A quién dirigimos la documentación para actualizar el representante legal?",
        ],
    };

    public static readonly string[] Answers =
    [
        "Gracias por escribirnos. Ya estamos revisando su caso y le contaremos apenas tengamos el detalle.",
        "Recibido. Lo estoy viendo con el área correspondiente; le respondo durante la jornada.",
        "Lamentamos el inconveniente. Ya tengo los antecedentes y estoy gestionando la solución.",
    ];

    public static readonly string[] Questions =
    [
        "Para avanzar necesito el número de la guía de despacho. ¿Me lo puede enviar?",
        "¿Podría indicarme el RUT y correo de la persona que tendrá acceso?",
        "¿Nos confirma si la diferencia corresponde a la orden de compra original o a la modificada?",
    ];

    public static readonly string[] ClientAnswers =
        ["Claro, es la 445821.", "Le adjunto lo solicitado en un correo aparte. Gracias.", "Corresponde a la orden modificada, la del viernes."];

    public static readonly string[] HandoffRequests =
    [
        "Favor verificar en el sistema y confirmar si corresponde. El cliente espera respuesta hoy.",
        "Necesito que revisen el registro y me indiquen la fecha posible.",
        "¿Pueden emitir el documento y avisarme el folio?",
    ];

    public static readonly string[] HandoffAnswers =
        ["Verificado: corresponde. Queda ingresado con folio 88213.", "Se reprograma para el próximo turno, sin costo.", "Corregido en el sistema; ya se ve en línea."];

    public static readonly string[] Notes =
        ["Llamé a la bodega: salen mañana en el primer camión.", "Cliente sensible, tuvo un caso parecido el mes pasado.", "Revisado con cobranza, procede."];

    public static readonly string[] Resolutions =
    [
        "Quedó corregido y enviado a su correo. Cualquier diferencia, respóndanos por aquí.",
        "El despacho fue entregado y firmado en su sucursal.",
        "El acceso quedó habilitado; pruebe con su clave actual.",
        "Le enviamos la propuesta con las condiciones acordadas.",
    ];

    public static readonly string[] Rejections = ["Todavía falta una parte: revise por favor el detalle que enviamos.", "Sigue apareciendo el mismo problema."];

    public static readonly string[] Comments =
        ["Muy buena atención, rápida y clara.", "Se demoraron, pero lo resolvieron.", "", "", "Tuve que explicar lo mismo dos veces.", "Excelente trato.", ""];
}
